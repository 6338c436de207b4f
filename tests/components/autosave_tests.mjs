// A draft saves itself, and the page says no more about that than is true.
import assert from 'node:assert/strict'
import { visit } from './visit.mjs'

const saved = (version = '8') => ({
  status: 200,
  json: { saved_at: '2026-11-22T14:02:00.000Z', version },
})

/** A promise and the function that keeps it. */
function gate() {
  let open
  const wait = new Promise((resolve) => {
    open = resolve
  })
  return { wait, open }
}

/** The visit form with a clock that stands still until it is moved. */
function form(place, name, answers, look) {
  return {
    name: `autosave: ${name}`,
    run: () => {
      place.server.drafts = []
      place.server.answers = answers
      return visit(place, 'visit', {}, async (page) => {
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
      assert.equal(drafts[0].headers['x-heed-draft-version'], '7')
      assert.equal(drafts[0].body.get('account'), 'We met')
      assert.equal(drafts[0].body.get('form_token'), '0123456789abcdef')
      assert.equal(await page.locator('input[name=draft_version]').inputValue(), '8')
      await page.clock.runFor(10_000)
      assert.equal(drafts.length, 1, 'nothing changed, so nothing is sent')
      await type(' all')
      await page.clock.runFor(3_500)
      await page.locator('form[data-draft-version="9"]').waitFor({ timeout: 5_000 })
      assert.equal(drafts[1].headers['x-heed-draft-version'], '8')
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
  const notSaved = 'Could not save – your words are still on this page'
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
    form(place, 'keeps the failure in view without covering where the keyboard is', [{ status: 500 }], async ({ page, says, type }) => {
      await page.setViewportSize({ width: 360, height: 640 })
      await type('We met')
      await page.clock.runFor(500)
      await says(notSaved)
      await page.locator('#amina-words').focus()
      for (let stop = 0; stop < 8; stop += 1) {
        await page.keyboard.press('Shift+Tab')
        const { status, focused } = await page.evaluate(() => ({
          status: document.querySelector('.heed-autosave').getBoundingClientRect(),
          focused: document.activeElement.getBoundingClientRect(),
        }))
        assert.ok(status.top >= 0 && status.top < 640, 'the failure is in view')
        assert.ok(focused.bottom > status.bottom, 'the failure does not cover the focus')
      }
      if (place.pictures) await page.screenshot({ path: `${place.pictures}/autosave-failed.png` })
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

export function autosaveTests(place) {
  return [...whenItWorks(place), ...whenItFails(place)]
}
