// A draft saves itself, and the page says no more about that than is true.
import assert from 'node:assert/strict'
import { faults, visit } from './visit.mjs'

const saved = (version = '8') => ({
  status: 200,
  json: { saved_at: '2026-11-22T14:02:00.000Z', version },
})

const notSaved = 'Could not save – your words are still on this page'

/** A promise and the function that keeps it. */
function gate() {
  let open
  const wait = new Promise((resolve) => {
    open = resolve
  })
  return { wait, open }
}

/** The visit form with a clock that stands still until it is moved. */
function form(place, name, answers, look, settings = {}) {
  return {
    name: `autosave: ${name}`,
    run: () => {
      place.server.drafts = []
      place.server.answers = [...answers]
      return visit(place, 'visit', settings, async (page) => {
        await page.clock.install({ time: '2026-11-22T13:00:00Z' })
        await page.reload()
        await page.waitForSelector('html[data-ready]')
        await page.clock.pauseAt('2026-11-22T14:00:00Z')
        const words = page.locator('[data-autosave-words]')
        const spoken = page.locator('[data-autosave-spoken]')
        const says = (text) => words.filter({ hasText: text }).waitFor({ timeout: 5_000 })
        const type = (text) => page.locator('#account').pressSequentially(text)
        await look({ page, words, spoken, says, type, drafts: place.server.drafts })
      })
    },
  }
}

function whenItWorks(place) {
  const held = gate()
  return [
    form(place, 'says saved only after the server has answered', [{ ...saved(), wait: held.wait }], async ({ page, words, says, type, drafts }) => {
      await type('We met')
      await page.clock.runFor(500)
      await says('Saving…')
      assert.equal((await words.textContent()).includes('Saved'), false)
      held.open()
      await says('Saved at 2:02pm')
      assert.equal(drafts.length, 1)
    }),
    form(place, 'sends the form, its header and its version, and takes the new version', [saved('8'), saved('9')], async ({ page, says, type, drafts }) => {
      await type('We met')
      await page.clock.runFor(500)
      await says('Saved at')
      assert.equal(drafts[0].headers['x-heed-autosave'], '1')
      assert.equal(drafts[0].body.get('draft_version'), '7')
      assert.equal(drafts[0].body.get('account'), 'We met')
      assert.equal(drafts[0].body.get('form_token'), '0123456789abcdef')
      assert.equal(await page.locator('input[name=draft_version]').inputValue(), '8')
      await page.clock.runFor(10_000)
      assert.equal(drafts.length, 1, 'nothing changed, so nothing is sent')
      await type(' all')
      await page.clock.runFor(3_500)
      await page.locator('form[data-draft-version="9"]').waitFor({ timeout: 5_000 })
      assert.equal(drafts[1].body.get('draft_version'), '8')
    }),
    form(place, 'sends at most every three seconds while typing goes on', [saved()], async ({ page, says, type, drafts }) => {
      await type('a')
      await page.clock.runFor(500)
      await says('Saved at')
      for (let tenth = 0; tenth < 20; tenth += 1) {
        await type('b')
        await page.clock.runFor(100)
      }
      assert.equal(drafts.length, 1)
      await page.clock.runFor(1_500)
      await says('Saved at')
      assert.equal(drafts.length, 2)
    }),
    form(place, 'saves at once when the field is left', [saved()], async ({ page, says, type, drafts }) => {
      await type('We met')
      await page.locator('#account').blur()
      await says('Saved at')
      assert.equal(drafts.length, 1)
    }),
    form(place, 'keeps a child’s words when the child is unticked by mistake', [saved()], async ({ page, says, drafts }) => {
      assert.equal(await page.locator('#part-bilal').isVisible(), false)
      await page.locator('#children-bilal').check()
      await page.locator('#bilal-words').fill('I like the fish')
      await page.locator('#children-bilal').uncheck()
      assert.equal(await page.locator('#part-bilal').isVisible(), false)
      await page.clock.runFor(5_000)
      await says('Saved at')
      assert.equal(drafts.at(-1).body.get('bilal-words'), 'I like the fish')
      await page.locator('#children-bilal').check()
      assert.equal(await page.locator('#bilal-words').inputValue(), 'I like the fish')
    }),
  ]
}

function whenItFails(place) {
  return [
    form(place, 'says that it could not save, speaks it, and tries again', [{ broken: true }, { status: 500 }, saved()], async ({ page, words, spoken, says, type, drafts }) => {
      await type('We met')
      await page.clock.runFor(500)
      await says(notSaved)
      assert.match(await spoken.textContent(), /Could not save/)
      await page.clock.runFor(2_100)
      await says(notSaved)
      assert.equal((await words.textContent()).includes('Saved at'), false)
      await page.clock.runFor(4_100)
      await says('Saved at')
      assert.equal(drafts.length, 3)
      assert.match(await spoken.textContent(), /Saved at/)
    }),
    form(place, 'never takes a strange answer for saved', [{ status: 200, json: {} }], async ({ page, words, says, type }) => {
      await type('We met')
      await page.clock.runFor(500)
      await says(notSaved)
      assert.equal((await words.textContent()).includes('Saved at'), false)
    }),
    form(place, 'offers to sign in again, and saves after that', [{ status: 401 }, saved()], async ({ page, says, type }) => {
      await type('We met')
      await page.clock.runFor(500)
      await says('You have been signed out. Your words are still on this page.')
      const link = page.getByRole('link', { name: 'Sign in again (opens in a new tab)' })
      assert.equal(await link.getAttribute('href'), '/sign-in')
      assert.equal(await link.getAttribute('target'), '_blank')
      await page.clock.runFor(2_100)
      await says('Saved at')
      assert.equal(await link.count(), 0)
    }),
    form(place, 'takes being sent to the sign-in page for being signed out', [{ status: 303, headers: { Location: '/sign-in' } }], async ({ page, says, type }) => {
      await type('We met')
      await page.clock.runFor(500)
      await says('You have been signed out')
    }),
    form(place, 'says where the words went when the draft was changed elsewhere', [{ status: 409, json: { copy_url: '/drafts/2' } }], async ({ page, says, type, drafts }) => {
      await type('We met')
      await page.clock.runFor(500)
      await says('has been kept as a separate draft')
      const link = page.getByRole('link', { name: 'Carry on with what you typed here' })
      assert.equal(await link.getAttribute('href'), '/drafts/2')
      await type(' again')
      await says('is not being saved')
      await page.clock.runFor(60_000)
      assert.equal(drafts.length, 1)
    }),
    form(place, 'does not follow a copy to another site', [{ status: 409, json: { copy_url: '//example.com/' } }], async ({ page, says, type }) => {
      await type('We met')
      await page.clock.runFor(500)
      await says(notSaved)
    }),
    form(place, 'asks before leaving only while words are unsaved', [{ broken: true }, saved()], async ({ page, says, type }) => {
      let asked = 0
      page.on('dialog', (dialog) => {
        asked += 1
        return dialog.dismiss()
      })
      await type('We met')
      await page.clock.runFor(500)
      await says(notSaved)
      await page.goto('about:blank').catch(() => {})
      assert.equal(asked, 1)
      await page.clock.runFor(2_100)
      await says('Saved at')
      await page.goto('about:blank')
      assert.equal(asked, 1)
    }),
  ]
}

const windows = [
  { width: 1280, height: 720 },
  { width: 360, height: 640 },
  { width: 320, height: 568 },
  { width: 360, height: 640, reducedMotion: 'reduce' },
]

/** Where the words about the draft are, and what has the focus or is led to. */
function positions(page, selector) {
  return page.evaluate((asked) => {
    const box = (element) => {
      const { top, bottom } = element.getBoundingClientRect()
      return { top, bottom }
    }
    return {
      status: box(document.querySelector('.heed-autosave')),
      field: box(asked ? document.querySelector(asked) : document.activeElement),
      what: asked ?? document.activeElement.outerHTML.slice(0, 80),
      height: window.innerHeight,
    }
  }, selector)
}

function assertInView({ status, height, what }) {
  assert.ok(status.top >= 0 && status.bottom <= height, `${what}: the words stand at ${status.top} to ${status.bottom} of ${height}`)
}

function assertNotCovered({ status, field, height, what }) {
  assert.ok(field.bottom > 0 && field.top < height, `${what}: is in view`)
  assert.ok(field.bottom <= status.top + 1 || field.top >= status.bottom - 1, `${what}: is not covered`)
}

/** Along the whole form with the Tab key, and back. */
async function walk(page, key, stops) {
  for (let stop = 0; stop < stops; stop += 1) {
    await page.keyboard.press(key)
    const found = await positions(page)
    assertInView(found)
    assertNotCovered(found)
  }
}

function whereItStands(place) {
  return windows.flatMap((settings) => {
    const name = `at ${settings.width}${settings.reducedMotion ? ' with reduced motion' : ''}`
    return [
      form(place, `a failure is in view where one types, and covers nothing, ${name}`, [{ status: 500 }], async ({ page, says }) => {
        await page.locator('#visited-day').pressSequentially('20')
        await page.clock.runFor(500)
        await says(notSaved)
        assertInView(await positions(page))
        assertNotCovered(await positions(page))
        if (place.pictures) await page.screenshot({ path: `${place.pictures}/autosave-failed-${settings.width}.png` })
        await walk(page, 'Tab', 9)
        await walk(page, 'Shift+Tab', 9)
        for (const target of ['visited-day', 'account']) {
          await page.locator(`.govuk-error-summary a[href="#${target}"]`).click()
          assertInView(await positions(page))
          assertNotCovered(await positions(page))
        }
        // The examination waits, so time must pass.
        await page.clock.resume()
        assert.deepEqual(await faults(page), [])
      }, settings),
      form(place, `“Saved at” is in view where one types, and covers nothing, ${name}`, [saved()], async ({ page, says }) => {
        await page.locator('#visited-day').pressSequentially('20')
        await page.clock.runFor(500)
        await says('Saved at')
        assertInView(await positions(page))
        if (place.pictures) await page.screenshot({ path: `${place.pictures}/autosave-saved-${settings.width}.png` })
        await walk(page, 'Tab', 9)
        // The examination waits, so time must pass.
        await page.clock.resume()
        assert.deepEqual(await faults(page), [])
      }, settings),
      form(place, `a failure that comes up does not come over the field, ${name}`, [{ status: 500 }], async ({ page, says, type }) => {
        await page.locator('#account').focus()
        await page.evaluate(() => {
          const { bottom } = document.activeElement.getBoundingClientRect()
          window.scrollBy(0, bottom - window.innerHeight)
        })
        await type('We met')
        await page.clock.runFor(500)
        await says(notSaved)
        assertInView(await positions(page))
        assertNotCovered(await positions(page))
      }, settings),
    ]
  })
}

export function autosaveTests(place) {
  return [...whenItWorks(place), ...whenItFails(place), ...whereItStands(place)]
}
