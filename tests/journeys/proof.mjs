// Anybody can check that an entry is in the ledger as it was signed, without Heed.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { extendsTree, hexOfId, openCheckpoint, openProofFile, readVerifierKey } from './support/ledger.mjs'
import { signVisit } from './support/visit_form.mjs'
import { household } from './support/world.mjs'

async function signed(place) {
  const demonstration = await place.shared()
  const found = await household(demonstration, 4)
  const { entries } = await signVisit(found.client, found.children)
  return { ...found, ...entries[0], demonstration }
}

export const proof = [
  ['the page shows the place and the hash, and the file it gives is checked without Heed', async (place) => {
    const { demonstration, role, client, record, sequence } = await signed(place)
    const browser = await place.browser()
    const { verifier_key: key } = await client.api('/ledger/checkpoint')
    const entry = await client.api(`/records/${record}/entries/${sequence}`)
    await browser.as(demonstration.link(role), {}, async (page) => {
      await page.goto(`/records/${record}/entries/${sequence}`)
      await page.getByRole('link', { name: 'History and proof' }).click()
      await page.waitForURL('**/proof')
      const shown = await page.locator('main').innerText()
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download the proof' }).click(),
      ])
      assert.match(download.suggestedFilename(), /^entry-\d+\.tlog-proof$/)
      const file = readFileSync(await download.path(), 'utf8')
      const checked = openProofFile(file, readVerifierKey(key))
      assert.equal(checked.index, entry.position)
      assert.equal(checked.leaf.toString('hex'), entry.leaf)
      assert.ok(shown.includes(entry.leaf), 'the page shows the entry’s hash')
      const size = Number(/(\d+) entries/.exec(shown)[1])
      const root = Buffer.from(/Root of the ledger\s+([0-9a-f]{64})/.exec(shown)[1], 'hex')
      const grown = await client.api(`/ledger/consistency?from=${size}&to=${checked.checkpoint.size}`)
      const steps = grown.path.map((step) => Buffer.from(step, 'hex'))
      assert.equal(extendsTree({ size, root }, checked.checkpoint, steps), true, 'the page’s root is a true one')
      assert.match(shown, new RegExp(`Place in the ledger\\s+${entry.position}\\b`))
      assert.equal(checked.header.record, hexOfId(record))
      assert.equal(checked.header.sequence, String(sequence))
      assert.equal(checked.header.form, entry.form)
    })
  }],
  ['a proof with one bit changed is not believed', async (place) => {
    const { client, record, sequence } = await signed(place)
    const { verifier_key: key } = await client.api('/ledger/checkpoint')
    const { file } = await client.api(`/records/${record}/entries/${sequence}/proof`)
    const verifier = readVerifierKey(key)
    openProofFile(file, verifier)
    const lines = file.split('\n')
    for (const [number, line] of lines.entries()) {
      if (line === '' || number === 0) continue
      const at = line.length - 6
      const other = line[at] === 'A' ? 'B' : 'A'
      const changed = [...lines]
      changed[number] = line.slice(0, at) + other + line.slice(at + 1)
      assert.throws(() => openProofFile(changed.join('\n'), verifier), `line ${number} may be changed unseen`)
    }
  }],
  ['the ledger only grows: what it was before is the beginning of what it is', async (place) => {
    const { client, children } = await signed(place)
    const verifier = readVerifierKey((await client.api('/ledger/checkpoint')).verifier_key)
    const before = openCheckpoint((await client.api('/ledger/checkpoint')).note, verifier)
    await signVisit(client, children)
    const after = openCheckpoint((await client.api('/ledger/checkpoint')).note, verifier)
    assert.ok(after.size >= before.size + 4)
    const grown = await client.api(`/ledger/consistency?from=${before.size}&to=${after.size}`)
    const path = grown.path.map((step) => Buffer.from(step, 'hex'))
    assert.equal(extendsTree(before, after, path), true)
    const other = { ...before, root: Buffer.from(before.root).fill(1, 0, 1) }
    assert.equal(extendsTree(other, after, path), false)
  }],
  ['the header in clear says nothing about a person', async (place) => {
    const { client, children, record, sequence } = await signed(place)
    const { header } = await client.api(`/records/${record}/entries/${sequence}/proof`)
    const { signer } = await client.api('/me')
    for (const words of [signer.name, signer.staff, ...children.map(({ name }) => name)]) {
      assert.equal(header.includes(words), false)
    }
  }],
]
