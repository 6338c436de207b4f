// Two nodes on one database: what was begun on one goes on at the other. Only with PostgreSQL.
import assert from 'node:assert/strict'
import { exit, verified } from './support/commands.mjs'
import { Demonstration } from './support/place.mjs'
import { Process, until } from './support/processes.mjs'
import { filesWith } from './support/store.mjs'
import { event, wordsOf } from './support/visit_form.mjs'
import { household } from './support/world.mjs'

/** Two servers on one made-up partnership, each with a folder of its own. */
async function twoNodes(place, name) {
  const first = await place.demonstration(name)
  const folder = place.newFolder(`${name}-second`)
  await place.engine.share(first.folder, folder)
  const second = new Demonstration(place.heed, folder, place.notes, place.engine)
  place.running.push(second)
  return { first, second: await second.start() }
}

/** The same browser, sent to the other node. */
function moved(client, demonstration) {
  const there = client.twin()
  there.origin = demonstration.url
  return there
}

export const nodes = [
  ['a session begun on one node goes on at the other, which shows at once what was signed', async (place) => {
    const { first, second } = await twoNodes(place, 'nodes')
    const { client, children } = await household(first, 4)
    const there = moved(client, second)
    const [{ record }] = children
    const key = { 'Idempotency-Key': 'two nodes, one visit' }
    const signed = await client.change('POST', '/events', event(children), key)
    assert.equal(signed.status, 200, signed.text)
    const { entries, total } = await there.api(`/records/${record}/entries`)
    assert.ok(entries.length > 0 && total > 0)
    const { sequence } = signed.json().entries.find((one) => one.record === record)
    const entry = await there.api(`/records/${record}/entries/${sequence}`)
    assert.ok(JSON.stringify(entry.answered).includes(wordsOf(children[0], 0).analysis))
    const repeated = await there.change('POST', '/events', event(children), key)
    assert.deepEqual(repeated.json(), signed.json(), 'a repeat on the other node adds nothing')
    assert.equal((await client.api(`/records/${record}/entries`)).total, total)
    const left = await client.request('POST', '/sign-out', { form: [['form_token', client.token]], headers: client.own() })
    assert.equal(left.status, 303)
    assert.equal((await there.page('/my-work')).status, 303, 'who leaves one has left both')
    assert.deepEqual([await first.stop(), await second.stop()], [exit.done, exit.done])
    assert.equal((await verified(place, first.folder)).code, exit.done)
  }],
  ['both nodes sign at the same time, and the ledger stays one', async (place) => {
    const { first, second } = await twoNodes(place, 'together')
    const { client, children } = await household(first, 4)
    const there = moved(client, second)
    const before = (await client.api(`/records/${children[0].record}/entries`)).total
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, number) =>
        (number % 2 ? client : there).change('POST', '/events', event(children), { 'Idempotency-Key': `both ${number}` })),
    )
    for (const answer of answers) assert.equal(answer.status, 200, answer.text)
    assert.equal((await there.api(`/records/${children[0].record}/entries`)).total, before + 24)
    assert.deepEqual([await first.stop(), await second.stop()], [exit.done, exit.done])
    const { code, report } = await verified(place, first.folder)
    assert.equal(code, exit.done)
    assert.deepEqual(report.findings, [])
    const check = await place.command(['rebuild', '--check', '--data', first.folder])
    assert.equal(check.code, exit.done, check.stdout)
  }],
  ['serve refuses a database role that could change the ledger', async (place) => {
    const folder = await place.copyOfSeed('owner')
    const words = ['serve', '--data', folder, '--port', '0', '--allow-root']
    const refused = await place.command(words)
    assert.equal(refused.code, exit.environment)
    assert.match(refused.stderr, /could change what is in the ledger/)
    const server = new Process(place.heed, words, { environment: place.engine.environment(folder, 'heed') })
    await until(() => server.stderr.includes('"serving"'), { what: 'a node that works with least rights' })
    assert.equal(await server.stop(), exit.done)
    await assert.rejects(place.engine.sql(folder, 'UPDATE ledger_leaf SET sequence = 1', 'heed'), /permission denied/)
    await assert.rejects(place.engine.sql(folder, 'DELETE FROM ledger_checkpoint', 'heed_owner'), /only grows/)
  }],
  ['the database’s files, its log among them, hold no child’s name in clear', async (place) => {
    const demonstration = await place.shared()
    const { children, me } = await household(demonstration, 4)
    const folders = await place.engine.places(demonstration.folder)
    const found = (words) => folders.flatMap((folder) => filesWith(folder, words))
    for (const words of [...children.map(({ name }) => name), me.signer.name, wordsOf(children[0], 0).analysis]) {
      assert.deepEqual(found(words), [], words)
    }
    assert.ok(found('social-worker').length > 0, 'roles are in clear: this does look')
  }],
]
