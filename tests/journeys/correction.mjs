// A mistake is corrected beside what was written, never over it (REC-15).
import assert from 'node:assert/strict'
import { signVisit, wordsOf } from './support/visit_form.mjs'
import { household } from './support/world.mjs'

const wrong = 'It says that they laid the table.'
const right = 'They cleared the table after the meal.'
const how = 'Their mother told me when she read the entry.'

export const correction = [
  ['rec_15 what was written and the correction stand on the entry and in the chronology', async (place) => {
    const demonstration = await place.shared()
    const browser = await place.browser()
    const { role, client, children } = await household(demonstration, 4)
    const { entries } = await signVisit(client, children)
    const [{ record, sequence }] = entries
    const written = wordsOf(children[0], 0).voice
    await browser.as(demonstration.link(role), {}, async (page) => {
      await page.goto(`/records/${record}/entries/${sequence}`)
      await page.getByRole('button', { name: 'Correct this entry' }).click()
      await page.waitForURL('**/correct')
      assert.ok((await page.locator('main').innerText()).includes(written), 'what was written is in view')
      await page.locator('[name="shared.what_was_wrong"]').fill(wrong)
      await page.locator('[name="shared.what_is_right.0.text"]').fill(right)
      await page.locator('[name="shared.how_known"]').fill(how)
      await page.getByRole('button', { name: 'Sign the correction' }).click()
      await page.waitForURL(/\/entries\/\d+\?signed/)
      const entry = await page.locator('main').innerText()
      for (const words of [written, wrong, right, how]) assert.ok(entry.includes(words), words)
      assert.doesNotMatch(entry, /4 children/, 'a correction goes on one record')

      await page.goto(`/records/${record}/chronology`)
      const path = `/records/${record}/entries/${sequence}`
      const event = page.locator('.heed-timeline > li').filter({ has: page.locator(`a[href="${path}"]`) })
      const chronology = await event.innerText()
      assert.ok(chronology.includes(written), 'the chronology keeps what was written')
      assert.match(chronology, /Corrected/)
      await event.getByRole('link', { name: /Read the correction/ }).click()
      assert.ok((await page.locator('main').innerText()).includes(right))
    })
    const read = await client.api(`/records/${record}/entries/${sequence}`)
    assert.equal(read.corrections.length, 1)
    assert.equal(read.corrections[0].corrects, sequence)
    const others = await Promise.all(
      entries.slice(1).map((one) => client.api(`/records/${one.record}/entries/${one.sequence}`)),
    )
    assert.ok(others.every(({ corrections }) => corrections.length === 0), 'the other children’s entries stay')
  }],
  ['rec_15 only an entry that is there can be corrected, and the same page signs once', async (place) => {
    const demonstration = await place.shared()
    const { client, children } = await household(demonstration, 4)
    const [{ record, sequence }] = (await signVisit(client, children)).entries
    const page = await client.page(`/records/${record}/entries/${sequence}/correct`)
    const key = /name="key" value="([^"]+)"/.exec(page.text)[1]
    const form = {
      form_token: client.token,
      key,
      'shared.what_was_wrong': wrong,
      'shared.what_is_right.0.text': right,
      'shared.how_known': how,
    }
    const send = (path) => client.request('POST', path, { form, headers: client.own() })
    assert.equal((await send(`/records/${record}/entries/999/correct`)).status, 404)
    assert.equal((await send(`/records/${record}/entries/${sequence}/correct`)).status, 303)
    assert.equal((await send(`/records/${record}/entries/${sequence}/correct`)).status, 303)
    const read = await client.api(`/records/${record}/entries/${sequence}`)
    assert.equal(read.corrections.length, 1, 'pressed twice, signed once')
  }],
]
