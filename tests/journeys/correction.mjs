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
      await page.getByRole('button', { name: 'Continue', exact: true }).click()
      await page.waitForURL('**/check')
      const checked = await page.locator('main').innerText()
      for (const words of [written, wrong, right, how]) assert.ok(checked.includes(words), words)
      await page.getByRole('button', { name: 'Sign', exact: true }).click()
      await page.waitForURL(/\/entries\/\d+\?signed/)
      assert.match(await page.locator('.govuk-notification-banner').innerText(), /Your correction is shown/)
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
    assert.equal((await client.page(`/records/${record}/entries/999/correct`)).status, 404)
    const page = await client.page(`/records/${record}/entries/${sequence}/correct`)
    const [, draft] = /action="\/drafts\/([^/]+)\/check"/.exec(page.text)
    const send = (path, pairs) =>
      client.request('POST', path, { form: { form_token: client.token, ...pairs }, headers: client.own() })
    const words = {
      form: 'correction',
      children: record,
      corrects: String(sequence),
      'shared.what_was_wrong': wrong,
      'shared.what_is_right.0.text': right,
      'shared.how_known': how,
    }
    assert.equal((await send(`/drafts/${draft}/check`, words)).status, 303)
    const sign = () => send(`/drafts/${draft}/sign`, { draft_version: '1' })
    assert.equal((await sign()).status, 303)
    assert.equal((await sign()).status, 303)
    const corrections = async () => (await client.api(`/records/${record}/entries/${sequence}`)).corrections
    assert.equal((await corrections()).length, 1, 'pressed twice, signed once')

    const other = { ...words, 'shared.what_is_right.0.text': 'Something else.' }
    const late = await send(`/drafts/${draft}/check`, other)
    assert.equal(late.status, 409)
    assert.match(late.text, /You have signed this already/)
    assert.equal((await corrections()).length, 1)
    const [kept] = (await client.api('/drafts')).drafts
    assert.match((await client.page(`/drafts/${kept.draft}`)).text, /Something else\./)
    const [{ sequence: number }] = await corrections()
    assert.equal((await client.page(`/records/${record}/entries/${number}/correct`)).status, 400)
    await client.change('DELETE', `/drafts/${kept.draft}`)
  }],
]
