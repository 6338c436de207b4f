// A child is found by those whose work it is, and by nobody else.
import assert from 'node:assert/strict'
import { accessibleNames, sameButFor } from './support/pages.mjs'
import { event } from './support/visit_form.mjs'
import { household, newId, nobodysId, stranger } from './support/world.mjs'

const dateAsTyped = (iso) => iso.split('-').reverse().map(Number).join(' ')

export const find = [
  ['by the first letters of a name, and by the date of birth', async (place) => {
    const demonstration = await place.shared()
    const browser = await place.browser()
    const { role, children } = await household(demonstration, 4)
    const child = children.find(({ born }) => born) ?? children[0]
    await browser.as(demonstration.link(role), {}, async (page) => {
      await page.getByRole('link', { name: 'Find a child' }).first().click()
      await page.waitForURL('**/find')
      const ask = async (words) => {
        await page.getByLabel('Name or date of birth').fill(words)
        await page.getByRole('button', { name: 'Find', exact: true }).click()
        await page.waitForURL('**/find?*')
        return accessibleNames(page.locator('main tbody a'))
      }
      const first = child.name.slice(0, 3)
      assert.ok((await ask(first)).includes(child.name), 'found by three letters')
      assert.ok((await ask(first.toUpperCase())).includes(child.name), 'however they are written')
      assert.ok((await ask(dateAsTyped(child.born))).includes(child.name), 'found by the date of birth')
      assert.ok((await ask(child.born.split('-').reverse().join('/'))).includes(child.name))
      assert.deepEqual(await ask('zzqx'), [])
      assert.match(await page.locator('main').innerText(), /No child that you work with was found/)
      await ask(child.name)
      await page.getByRole('link', { name: child.name }).click()
      await page.waitForURL(`**/records/${child.record}`)
    })
  }],
  ['a child of another agency’s team is not found, and the record looks as if it were not there', async (place) => {
    const demonstration = await place.shared()
    const { worker, other, child } = await stranger(demonstration)
    const own = await other.client.api(`/children?name=${encodeURIComponent(child.name)}`)
    assert.ok(own.children.some(({ record }) => record === child.record), 'their own team finds the child')
    for (const words of [child.name, child.name.slice(0, 4), child.born ? dateAsTyped(child.born) : child.name]) {
      const found = await worker.client.api(`/children?name=${encodeURIComponent(words)}`)
      assert.equal(found.children.some(({ record }) => record === child.record), false)
    }
    const nobody = nobodysId(child.record)
    for (const path of ['', '/chronology', '/entries/1', '/entries/1/correct', '/entries/1/proof', '/entries/1/proof/file']) {
      const closed = await worker.client.page(`/records/${child.record}${path}`)
      const missing = await worker.client.page(`/records/${nobody}${path}`)
      assert.equal(closed.status, 404, path)
      sameButFor(closed, missing, [child.record, nobody])
    }
    for (const path of ['', '/entries', '/entries/1', '/entries/1/proof']) {
      const closed = await worker.client.get(`/api/v1/records/${child.record}${path}`)
      const missing = await worker.client.get(`/api/v1/records/${nobody}${path}`)
      assert.equal(closed.status, 404, path)
      sameButFor(closed, missing, [child.record, nobody])
    }
    const form = await worker.client.page(`/record/visit-to-child-at-home?record=${child.record}`)
    const none = await worker.client.page(`/record/visit-to-child-at-home?record=${nobody}`)
    sameButFor(form, none, [child.record, nobody])
  }],
  ['nothing can be written on a record that is closed', async (place) => {
    const demonstration = await place.shared()
    const { worker, other, child } = await stranger(demonstration)
    const before = (await other.client.api(`/records/${child.record}/entries`)).total
    const answer = await worker.client.change('POST', '/events', event([child]), { 'Idempotency-Key': 'closed' })
    assert.equal(answer.status, 404)
    const draft = newId()
    const kept = await worker.client.change('PUT', `/drafts/${draft}`, {
      version: 0,
      values: [['form', 'visit-to-child-at-home'], ['children', child.record]],
    })
    assert.equal(kept.status, 404)
    assert.equal((await other.client.api(`/records/${child.record}/entries`)).total, before)
  }],
  ['somebody whose role reads no records is shown none', async (place) => {
    const demonstration = await place.shared()
    const { children } = await household(demonstration, 4)
    if (!demonstration.signInLinks.administrator) return
    const administrator = await demonstration.as('administrator')
    assert.equal((await administrator.page(`/records/${children[0].record}`)).status, 404)
    const found = await administrator.api(`/children?name=${encodeURIComponent(children[0].name)}`)
    assert.deepEqual(found.children, [])
  }],
]
