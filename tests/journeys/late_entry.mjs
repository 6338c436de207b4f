// What is written down days later says so, and says why, for good (REC-13).
import assert from 'node:assert/strict'
import { Hand } from './support/hand.mjs'
import { threeDaysAgo } from './support/place.mjs'
import { fillIn, form, setDay } from './support/visit_form.mjs'
import { smallHousehold } from './support/world.mjs'

const reason = 'I was called to the hospital straight after the visit.'

async function signLate(page, children) {
  const hand = new Hand(page)
  await page.goto(`/record/${form}?record=${children[0].record}`)
  await fillIn(hand, children)
  await setDay(page, threeDaysAgo)
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  const why = page.locator('[name="shared.late_reason"]')
  await why.waitFor()
  const summary = page.locator('.govuk-error-summary')
  assert.match(await summary.innerText(), /why this is being recorded late/i)
  await why.fill(reason)
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await page.waitForURL('**/check')
  assert.ok((await page.locator('main').innerText()).includes(reason))
  await page.getByRole('button', { name: 'Sign', exact: true }).click()
  await page.waitForURL('**/entries/*')
}

export const lateEntry = [
  ['rec_13 past one working day it must say why, and is marked late for good', async (place) => {
    const demonstration = await place.shared()
    const browser = await place.browser()
    const { role, client, children } = await smallHousehold(demonstration)
    await browser.as(demonstration.link(role), {}, async (page) => {
      await signLate(page, children)
      const entry = await page.locator('main').innerText()
      assert.match(entry, /Recorded late/)
      assert.ok(entry.includes(reason))
      const path = new URL(page.url()).pathname
      assert.equal((await client.api(path)).late_reason, reason)
      const [, , record] = path.split('/')
      await page.goto(`/records/${record}/chronology`)
      const event = page.locator('.heed-timeline > li').filter({ has: page.locator(`a[href="${path}"]`) })
      const chronology = await event.innerText()
      assert.match(chronology, /Recorded late/i)
      assert.ok(chronology.includes(reason))
    })
  }],
]
