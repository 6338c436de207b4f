// A form that cannot be signed yet says what is missing, and where.
import assert from 'node:assert/strict'
import { form } from './support/visit_form.mjs'
import { ready } from './support/browser.mjs'
import { household } from './support/world.mjs'

const typed = 'We met at the door, and I was asked in.'

async function submitNearlyEmpty(page, record) {
  await page.goto(`/record/${form}?record=${record}`)
  await page.locator('[name="shared.what_happened.0.text"]').fill(typed)
  await page.locator('[name="shared.visited_on.month"]').fill('13')
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await page.locator('.govuk-error-summary').waitFor()
  await ready(page)
}

export const errors = [
  ['rec_5 the error summary has the focus, the title says so, and what was typed is kept', async (place) => {
    const demonstration = await place.shared()
    const browser = await place.browser()
    const { role, children } = await household(demonstration, 4)
    await browser.as(demonstration.link(role), {}, async (page) => {
      await submitNearlyEmpty(page, children[0].record)
      assert.match(await page.title(), /^Error: /)
      assert.equal(await page.evaluate(() => document.activeElement.className.includes('govuk-error-summary')), true)
      assert.equal(await page.locator('[name="shared.what_happened.0.text"]').inputValue(), typed)
      assert.equal(await page.locator('[name="shared.visited_on.month"]').inputValue(), '13')
      assert.equal(await page.locator('input[name="children"]:checked').count(), 4)
    })
  }],
  ['every message leads to its question, and stands beside it', async (place) => {
    const demonstration = await place.shared()
    const browser = await place.browser()
    const { role, children } = await household(demonstration, 4)
    await browser.as(demonstration.link(role), {}, async (page) => {
      await submitNearlyEmpty(page, children[0].record)
      const links = page.locator('.govuk-error-summary__list a')
      const count = await links.count()
      assert.ok(count > 4 * 3, `every child’s part is asked for (${count} messages)`)
      for (const link of await links.all()) {
        const words = await link.innerText()
        await link.click()
        const focused = await page.evaluate(() => {
          const element = document.activeElement
          const group = element.closest('.govuk-form-group--error')
          const inView = element.getBoundingClientRect()
          return {
            isField: element.matches('input, textarea, select'),
            said: group?.querySelector('.govuk-error-message')?.textContent ?? '',
            inView: inView.bottom > 0 && inView.top < innerHeight,
          }
        })
        assert.equal(focused.isField, true, `“${words}” leads to a field`)
        assert.equal(focused.inView, true, `“${words}” leads into view`)
        assert.notEqual(focused.said, '', `“${words}” is also said beside the field`)
      }
      const summary = await page.locator('.govuk-error-summary').innerText()
      for (const { name } of children) {
        assert.ok(summary.includes(name.split(' ')[0]), 'each child is called by name')
      }
      assert.doesNotMatch(summary, /\{child\}/)
    })
  }],
  ['a form about no child is not signed', async (place) => {
    const demonstration = await place.shared()
    const browser = await place.browser()
    const { role, children } = await household(demonstration, 4)
    await browser.as(demonstration.link(role), {}, async (page) => {
      await page.goto(`/record/${form}?record=${children[0].record}`)
      for (const box of await page.locator('input[name="children"]').all()) await box.uncheck()
      await page.getByRole('button', { name: 'Continue', exact: true }).click()
      const summary = page.locator('.govuk-error-summary')
      await summary.waitFor()
      assert.match(await summary.innerText(), /at least one child/)
      await summary.getByRole('link').first().click()
      assert.equal(await page.evaluate(() => document.activeElement.name), 'children')
    })
  }],
  ['the correction’s form keeps what was typed and leads to what is missing', async (place) => {
    const demonstration = await place.shared()
    const browser = await place.browser()
    const { role, children } = await household(demonstration, 4)
    await browser.as(demonstration.link(role), {}, async (page) => {
      await page.goto(`/records/${children[0].record}/entries/1/correct`)
      await page.locator('[name="shared.how_known"]').fill('Their mother told me.')
      await page.getByRole('button', { name: 'Continue', exact: true }).click()
      await page.locator('.govuk-error-summary').waitFor()
      assert.match(await page.title(), /^Error: /)
      assert.equal(await page.locator('[name="shared.how_known"]').inputValue(), 'Their mother told me.')
      for (const link of await page.locator('.govuk-error-summary__list a').all()) {
        await link.click()
        assert.equal(await page.evaluate(() => document.activeElement.matches('input, textarea')), true)
      }
    })
  }],
]
