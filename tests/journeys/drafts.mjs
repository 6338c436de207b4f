// What is typed is not lost: not by closing the page, not by signing out, not by a server that is killed.
import assert from 'node:assert/strict'
import { ready } from './support/browser.mjs'
import { until } from './support/processes.mjs'
import { expireSessions } from './support/store.mjs'
import { form } from './support/visit_form.mjs'
import { household } from './support/world.mjs'

const login = 'journey.tester'
const password = 'seven quiet herons by the weir'
const question = 'shared.what_happened.0.text'
const box = `[name="${question}"]`
const promised = 3_000

/** A demonstration of its own with a colleague who has a password, in a team with work to do. */
let made
function setting(place) {
  made ??= (async () => {
    const { me, children } = await household(await place.shared(), 4)
    const demonstration = await place.demonstration('drafts', {
      before: async (folder) => {
        const words = ['user', 'add', '--data', folder, '--login', login, '--name', 'Jo Tester']
        words.push('--post-title', 'Social worker', '--role', 'social-worker')
        words.push('--agency', me.signer.agency, '--team', me.signer.team)
        const { code, stderr } = await place.command(words, { input: `${password}\n` })
        assert.equal(code, 0, stderr)
      },
    })
    return { demonstration, browser: await place.browser(), child: children[0] }
  })()
  return made
}

async function fillInPassword(page) {
  await page.locator('[name="login"]').fill(login)
  await page.locator('[name="password"]').fill(password)
  await page.locator('main').getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** A signed-in window, its page, and a way to ask the server what it holds. */
async function signedIn({ demonstration, browser }, settings, use) {
  const window = await browser.window(demonstration.url, settings)
  try {
    const { page } = window
    await page.goto(`${demonstration.url}/sign-in`)
    await fillInPassword(page)
    await page.waitForURL('**/my-work')
    const origin = demonstration.url
    const drafts = async () => {
      const answer = await window.context.request.get(`${origin}/api/v1/drafts`)
      if (answer.status() === 401) return []
      assert.ok(answer.ok(), `the drafts are not given: ${answer.status()}`)
      return Promise.all(
        (await answer.json()).drafts.map(async ({ draft }) => {
          const read = await (await window.context.request.get(`${origin}/api/v1/drafts/${draft}`)).json()
          return { ...read, text: read.values.find(([name]) => name === question)?.[1] ?? '' }
        }),
      )
    }
    await use({ page, window, origin, drafts })
  } finally {
    await window.context.close()
  }
}

const says = (page, words) => page.locator('[data-autosave-words]').filter({ hasText: words }).waitFor({ timeout: 30_000 })

async function openForm({ page, origin }, child) {
  await page.goto(`${origin}/record/${form}?record=${child.record}`)
  const action = await page.locator('#entry-form').getAttribute('action')
  return action.split('/')[2]
}

/** Until the server holds a draft that is `wanted`. */
function kept(drafts, wanted, within = promised) {
  return until(async () => (await drafts()).find(wanted), { within, what: 'the draft' })
}

const whileConnected = [
  ['saved within three seconds of typing, also when it could not be signed', async (place) => {
    const here = await setting(place)
    await signedIn(here, {}, async ({ page, origin, drafts, window }) => {
      const draft = await openForm({ page, origin }, here.child)
      await ready(page)
      await page.locator('[name="shared.visited_on.day"]').fill('45')
      await page.locator(box).pressSequentially('We talked in the')
      await kept(drafts, (one) => one.draft === draft && one.text === 'We talked in the')
      await page.locator(box).pressSequentially(' garden')
      const found = await kept(drafts, (one) => one.draft === draft && one.text === 'We talked in the garden')
      assert.ok(found.values.some(([name, value]) => name === 'shared.visited_on.day' && value === '45'))
      await says(page, 'Saved at')
      await page.goto(`${origin}/my-work`)
      await page.locator(`a[href="/drafts/${draft}"]`).click()
      assert.equal(await page.locator(box).inputValue(), 'We talked in the garden')
      assert.equal(await page.locator('[name="shared.visited_on.day"]').inputValue(), '45')
      assert.deepEqual(window.complaints, [])
    })
  }],
  ['the page says saved only after the server has answered', async (place) => {
    const here = await setting(place)
    await signedIn(here, {}, async ({ page, origin, drafts }) => {
      let answer
      const held = new Promise((resolve) => (answer = resolve))
      await page.route('**/drafts/*', async (route) => {
        await held
        await route.continue()
      })
      const draft = await openForm({ page, origin }, here.child)
      await ready(page)
      await page.locator(box).pressSequentially('The clock was striking')
      await says(page, 'Saving…')
      await page.waitForTimeout(1_000)
      assert.doesNotMatch(await page.locator('.heed-autosave').innerText(), /saved/i)
      assert.equal((await drafts()).some((one) => one.draft === draft), false)
      answer()
      await says(page, 'Saved at')
      await kept(drafts, (one) => one.draft === draft && one.text === 'The clock was striking')
    })
  }],
  ['of two tabs the second is told, and what was typed in either is kept', async (place) => {
    const here = await setting(place)
    await signedIn(here, {}, async ({ page, origin, drafts, window }) => {
      const draft = await openForm({ page, origin }, here.child)
      await ready(page)
      await page.locator(box).fill('begun')
      await kept(drafts, (one) => one.draft === draft)
      await says(page, 'Saved at')
      const other = await window.tab()
      await other.goto(`${origin}/drafts/${draft}`)
      await ready(other)
      await other.locator(box).fill('begun, and gone on in the second tab')
      await says(other, 'Saved at')
      await page.locator(box).fill('begun, and gone on in the first tab')
      await says(page, 'was also changed somewhere else')
      const link = page.getByRole('link', { name: 'Carry on with what you typed here' })
      const [first] = (await drafts()).filter((one) => one.draft === draft)
      assert.equal(first.text, 'begun, and gone on in the second tab')
      await link.click()
      await page.waitForURL('**/drafts/*')
      assert.equal(await page.locator(box).inputValue(), 'begun, and gone on in the first tab')
      assert.notEqual(new URL(page.url()).pathname, `/drafts/${draft}`)
    })
  }],
  ['without scripts, too, an older tab is told and its words are kept', async (place) => {
    const here = await setting(place)
    await signedIn(here, { javaScriptEnabled: false }, async ({ page, origin, window }) => {
      const draft = await openForm({ page, origin }, here.child)
      await page.locator(box).fill('begun without scripts')
      await page.getByRole('button', { name: 'Save and come back later' }).click()
      await page.waitForURL('**/my-work')
      const other = await window.tab()
      for (const tab of [page, other]) await tab.goto(`${origin}/drafts/${draft}`)
      await other.locator(box).fill('from the other tab')
      await other.getByRole('button', { name: 'Save and come back later' }).click()
      await other.waitForURL('**/my-work')
      await page.locator(box).fill('from this tab')
      await page.getByRole('button', { name: 'Continue', exact: true }).click()
      await page.getByRole('heading', { name: 'You have this open somewhere else' }).waitFor()
      await page.getByRole('button', { name: 'Open what you typed here' }).click()
      assert.equal(await page.locator(box).inputValue(), 'from this tab')
      await page.goto(`${origin}/drafts/${draft}`)
      assert.equal(await page.locator(box).inputValue(), 'from the other tab')
    })
  }],
]

const whileSignedOut = [
  ['signed out in another tab: the words stay, and are saved after signing in again', async (place) => {
    const here = await setting(place)
    await signedIn(here, {}, async ({ page, origin, drafts, window }) => {
      const draft = await openForm({ page, origin }, here.child)
      await ready(page)
      await page.locator(box).fill('Typed before.')
      await says(page, 'Saved at')
      const other = await window.tab()
      await other.goto(`${origin}/my-work`)
      await other.getByRole('button', { name: 'Sign out' }).click()
      await other.waitForURL('**/sign-in')
      await page.locator(box).fill('Typed before. Typed after signing out.')
      await says(page, 'You have been signed out. Your words are still on this page.')
      assert.equal(await page.locator(box).inputValue(), 'Typed before. Typed after signing out.')
      await fillInPassword(other)
      await other.waitForURL('**/my-work')
      await says(page, 'Saved at')
      const found = (await drafts()).find((one) => one.draft === draft)
      assert.equal(found.text, 'Typed before. Typed after signing out.')
      await page.getByRole('button', { name: 'Save and come back later' }).click()
      await page.waitForURL('**/my-work')
    })
  }],
  ['the session ran out: the link signs in again in a new tab, and typing goes on', async (place) => {
    const here = await setting(place)
    await signedIn(here, {}, async ({ page, origin, drafts, window }) => {
      const draft = await openForm({ page, origin }, here.child)
      await ready(page)
      await page.locator(box).fill('Typed in time.')
      await says(page, 'Saved at')
      await expireSessions(place, here.demonstration.folder)
      await page.locator(box).fill('Typed in time. Typed too late.')
      await says(page, 'You have been signed out.')
      const [other] = await Promise.all([
        window.context.waitForEvent('page'),
        page.getByRole('link', { name: 'Sign in again (opens in a new tab)' }).click(),
      ])
      await fillInPassword(other)
      await other.waitForURL('**/my-work')
      await says(page, 'Saved at')
      assert.equal((await drafts()).find((one) => one.draft === draft).text, 'Typed in time. Typed too late.')
    })
  }],
  ['on a shared computer one’s words do not become the draft of who signs in next', async (place) => {
    const here = await setting(place)
    await signedIn(here, {}, async ({ page, origin, drafts, window }) => {
      const draft = await openForm({ page, origin }, here.child)
      await ready(page)
      await page.locator(box).fill('Mine.')
      await says(page, 'Saved at')
      const other = await window.tab()
      await other.goto(here.demonstration.signInLinks.manager)
      await other.waitForURL('**/my-work')
      await page.locator(box).fill('Mine. And more of mine.')
      await says(page, 'Could not save – somebody else has signed in here')
      assert.equal(await page.locator(box).inputValue(), 'Mine. And more of mine.')
      assert.deepEqual((await drafts()).filter((one) => one.text.startsWith('Mine')), [])
      await other.getByRole('button', { name: 'Sign out' }).click()
      await other.waitForURL('**/sign-in')
      await fillInPassword(other)
      await other.waitForURL('**/my-work')
      await says(page, 'Saved at')
      assert.equal((await drafts()).find((one) => one.draft === draft).text, 'Mine. And more of mine.')
    })
  }],
  ['without scripts a form sent too late is kept, and opened again after signing in', async (place) => {
    const here = await setting(place)
    await signedIn(here, { javaScriptEnabled: false }, async ({ page, origin }) => {
      const draft = await openForm({ page, origin }, here.child)
      await page.locator(box).fill('Sent after the session had run out.')
      await expireSessions(place, here.demonstration.folder)
      await page.getByRole('button', { name: 'Continue', exact: true }).click()
      await page.waitForURL('**/sign-in?*')
      assert.match(await page.locator('main').innerText(), /What you were typing has been kept/)
      await fillInPassword(page)
      await page.waitForURL(`**/drafts/${draft}`)
      assert.equal(await page.locator(box).inputValue(), 'Sent after the session had run out.')
    })
  }],
  ['signing after the session ran out leads to signing in, and back to the draft', async (place) => {
    const here = await setting(place)
    await signedIn(here, { javaScriptEnabled: false }, async ({ page, origin }) => {
      const draft = await openForm({ page, origin }, here.child)
      await page.locator(box).fill('To be thrown away.')
      await page.getByRole('button', { name: 'Save and come back later' }).click()
      await page.goto(`${origin}/drafts/${draft}/discard`)
      await expireSessions(place, here.demonstration.folder)
      await page.getByRole('button', { name: 'Throw it away' }).click()
      await page.waitForURL('**/sign-in?*')
      await fillInPassword(page)
      await page.waitForURL(`**/drafts/${draft}`)
      assert.equal(await page.locator(box).inputValue(), 'To be thrown away.')
    })
  }],
  ['a page asked for without a session comes back after signing in', async (place) => {
    const here = await setting(place)
    const window = await here.browser.window(here.demonstration.url)
    try {
      await window.page.goto(`${here.demonstration.url}/records/${here.child.record}/chronology`)
      await window.page.waitForURL('**/sign-in*')
      await fillInPassword(window.page)
      await window.page.waitForURL(`**/records/${here.child.record}/chronology`)
    } finally {
      await window.context.close()
    }
  }],
]

const whenKilled = [
  ['the server is killed: the page says so, keeps the words, and saves them when it is back', async (place) => {
    const here = await setting(place)
    await signedIn(here, {}, async ({ page, origin, drafts, window }) => {
      const draft = await openForm({ page, origin }, here.child)
      await ready(page)
      await page.locator(box).fill('Before the server was killed.')
      await says(page, 'Saved at')
      await here.demonstration.stop('SIGKILL')
      await page.locator(box).fill('Before the server was killed. After it.')
      await says(page, 'Could not save – your words are still on this page')
      assert.doesNotMatch(await page.locator('[data-autosave-words]').innerText(), /Saved at/)
      await here.demonstration.start()
      await says(page, 'Saved at')
      await kept(drafts, (one) => one.draft === draft && one.text.endsWith('After it.'))

      await here.demonstration.stop('SIGKILL')
      await here.demonstration.start()
      const other = await window.tab()
      await other.goto(`${origin}/my-work`)
      await other.locator(`a[href="/drafts/${draft}"]`).click()
      assert.equal(await other.locator(box).inputValue(), 'Before the server was killed. After it.')
    })
    const { code, stdout } = await place.command(['verify', '--data', here.demonstration.folder])
    assert.equal(code, 0, stdout)
  }],
  ['rec_5 nobody else sees a draft', async (place) => {
    const here = await setting(place)
    await signedIn(here, {}, async ({ drafts }) => {
      const [mine] = await drafts()
      assert.ok(mine)
      for (const role of Object.keys(here.demonstration.signInLinks)) {
        const client = await here.demonstration.as(role)
        const listed = (await client.api('/drafts')).drafts
        assert.equal(listed.some(({ draft }) => draft === mine.draft), false)
        assert.equal((await client.page(`/drafts/${mine.draft}`)).status, 404)
        assert.equal((await client.get(`/api/v1/drafts/${mine.draft}`)).status, 404)
        await client.change('DELETE', `/drafts/${mine.draft}`)
      }
      assert.ok((await drafts()).some(({ draft }) => draft === mine.draft), 'nor throws it away')
    })
  }],
]

export const drafts = [...whileConnected, ...whileSignedOut, ...whenKilled]
