// Checking: what heed verify and heed rebuild --check find, and what rebuild puts right.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exit, verified } from './support/commands.mjs'
import { dataFile, flip, rowsByTable, sql } from './support/store.mjs'
import { signVisit } from './support/visit_form.mjs'
import { household } from './support/world.mjs'

/** Takes files out of the keys folder, or all of it when no name begins like this. */
function removeKeys(folder, begin) {
  for (const name of readdirSync(join(folder, 'keys'))) {
    if (name.startsWith(begin)) rmSync(join(folder, 'keys', name))
  }
  if (!begin) rmSync(join(folder, 'keys'), { recursive: true })
}

/** Cuts the ledger back to an earlier signed state, with everything in the data file that tells of more. */
async function cutBack(folder) {
  const size = await sql(folder, 'SELECT size FROM ledger_checkpoint ORDER BY number DESC LIMIT 1 OFFSET 5')
  const note = await sql(folder, `SELECT hex(note) FROM ledger_checkpoint WHERE size > ${size} ORDER BY number DESC LIMIT 1`)
  await sql(folder, `DROP TRIGGER ledger_leaf_is_never_deleted; DROP TRIGGER ledger_checkpoint_is_never_deleted;
    DROP TRIGGER ledger_tile_is_never_deleted;
    DELETE FROM ledger_leaf WHERE position >= ${size}; DELETE FROM ledger_checkpoint WHERE size > ${size};
    DELETE FROM ledger_tile WHERE (number + 1) << (8 * (level + 1)) > ${size}`)
  return { size: Number(size), held: Buffer.from(note, 'hex') }
}

/** A folder without anything left to write into its main file. */
async function settled(place, name) {
  const folder = await place.copyOfSeed(name)
  await sql(folder, 'PRAGMA wal_checkpoint(TRUNCATE)')
  return folder
}

const verifying = [
  ['a demonstration that was stopped is whole, with and without its keys', async (place) => {
    const folder = await place.copyOfSeed('verify')
    const { code, report } = await verified(place, folder)
    assert.equal(code, exit.done)
    assert.equal(report.whole, true)
    assert.ok(report.entries > 100)
    assert.equal(report.payloads_opened, report.entries)
    assert.deepEqual(report.not_checked, [])
    const text = await place.command(['verify', '--data', folder])
    assert.match(text.stdout, /The ledger is whole\.\n$/)
    const without = await verified(place, folder, '--without-keys')
    assert.equal(without.code, exit.done)
    assert.equal(without.report.payloads_opened, 0)
    assert.deepEqual(without.report.not_checked, ['contents', 'end', 'public_key'])
    const less = await place.command(['verify', '--data', folder, '--without-keys'])
    assert.doesNotMatch(less.stdout, /is whole/)
    assert.match(less.stdout, /Not checked, as the keys were left out: .*whether the end was cut off.*\n$/)
  }],
  ['keys that are not there are a fault, and not a smaller check', async (place) => {
    for (const begin of ['keys.db', 'master.key', '']) {
      const folder = await place.copyOfSeed('no-keys')
      await cutBack(folder)
      removeKeys(folder, begin)
      const { code, stdout, stderr } = await place.command(['verify', '--data', folder])
      assert.equal(code, exit.environment, begin)
      assert.equal(stdout, '')
      assert.match(stderr, begin === 'master.key' ? /master\.key is not there/ : /keys\.db is not there/)
      assert.match(stderr, /--without-keys/)
      assert.equal((await verified(place, folder, '--without-keys')).code, exit.done, 'on purpose it can be done')
    }
    const folder = await place.copyOfSeed('passphrase')
    removeKeys(folder, 'keys.db')
    const passphrase = join(folder, '..', 'passphrase')
    writeFileSync(passphrase, 'nine grey herons at dawn\n', { mode: 0o600 })
    assert.equal((await verified(place, folder, '--passphrase-file', passphrase)).code, exit.environment)
    assert.equal(existsSync(join(folder, 'keys/keys.db')), false, 'and no new key store is made')
  }],
  ['a key store that knows nothing of the ledger is as good as none', async (place) => {
    const folder = await place.copyOfSeed('other-keys')
    await cutBack(folder)
    const keys = join(folder, 'keys/keys.db')
    await sql(folder, 'DELETE FROM record_key; DELETE FROM kept_checkpoint; DELETE FROM partnership_key', keys)
    const { code, stderr } = await verified(place, folder)
    assert.equal(code, exit.environment)
    assert.match(stderr, /no key of the ledger in this data file/)
  }],
  ['a history cut back to an earlier state shows with the keys, or with a checkpoint kept elsewhere', async (place) => {
    const folder = await place.copyOfSeed('cut-back')
    const { size, held } = await cutBack(folder)
    const found = await verified(place, folder)
    assert.equal(found.code, exit.finding)
    assert.ok(found.report.findings.some(({ fault }) => fault === 'history_cut'))
    assert.equal((await verified(place, folder, '--without-keys')).report.entries, size)
    const file = join(folder, '..', 'held')
    writeFileSync(file, held)
    assert.equal((await verified(place, folder, '--without-keys', '--held', file)).code, exit.finding)
  }],
  ['one bit of an entry changed in the file: found, and named', async (place) => {
    const { report } = await verified(place, await place.copyOfSeed('whole'))
    const at = Math.floor(report.entries / 2)
    const row = `FROM ledger_leaf WHERE position = ${at}`
    const sides = {
      header: [`SELECT hex(substr(header, 1, 60)) ${row}`, 30],
      content: [`SELECT hex(substr(sealed, 1, 60)) ${row}`, 40],
      hash: [`SELECT hex(leaf) ${row}`, 5],
    }
    for (const [side, [query, byte]] of Object.entries(sides)) {
      const folder = await settled(place, `flip-${side}`)
      flip(dataFile(folder), Buffer.from(await sql(folder, query), 'hex'), byte)
      const found = await verified(place, folder)
      assert.equal(found.code, exit.finding, side)
      assert.equal(found.report.whole, false)
      assert.ok(found.report.findings.some(({ position }) => position === at), `${side}: the entry is named`)
      const text = await place.command(['verify', '--data', folder])
      assert.match(text.stdout, new RegExp(`place ${at} in the ledger`))
      assert.match(text.stdout, /NOT whole/)
    }
  }],
  ['an entry deleted, two swapped, the end cut off: each is found', async (place) => {
    const wild = 'DROP TRIGGER ledger_leaf_is_never_changed; DROP TRIGGER ledger_leaf_is_never_deleted;'
    const attacks = {
      deleted: 'DELETE FROM ledger_leaf WHERE position = 20',
      cut: 'DELETE FROM ledger_leaf WHERE position >= (SELECT max(position) - 3 FROM ledger_leaf)',
      swapped: `UPDATE ledger_leaf SET position = -1 WHERE position = 20;
        UPDATE ledger_leaf SET position = 20 WHERE position = 21;
        UPDATE ledger_leaf SET position = 21 WHERE position = -1`,
    }
    for (const [name, words] of Object.entries(attacks)) {
      const folder = await settled(place, name)
      await sql(folder, `${wild} ${words}`)
      const { code, report } = await verified(place, folder)
      assert.equal(code, exit.finding, name)
      assert.ok(report.findings.length > 0)
    }
  }],
  ['the ledger’s own tables refuse to be changed', async (place) => {
    const folder = await place.copyOfSeed('triggers')
    for (const words of ['UPDATE ledger_leaf SET sequence = 1', 'DELETE FROM ledger_leaf', 'DELETE FROM ledger_checkpoint']) {
      await assert.rejects(sql(folder, words), /the ledger only grows/)
    }
  }],
  ['a folder that is not there is a fault of the surroundings; a wrong word is one of usage', async (place) => {
    assert.equal((await place.command(['verify', '--data', join(place.folder, 'nothing')])).code, exit.environment)
    assert.equal((await place.command(['verify', '--no-such-word'])).code, exit.usage)
    assert.equal((await place.command([])).code, exit.usage)
    assert.equal((await place.command(['--help'])).code, exit.done)
  }],
]

const rebuilding = [
  ['rebuild makes every derived table again, the same to the last byte', async (place) => {
    const demonstration = await place.demonstration('rebuild')
    const { client, children } = await household(demonstration, 4)
    await signVisit(client, children)
    assert.equal(await demonstration.stop(), exit.done)
    const { folder } = demonstration
    const before = await rowsByTable(folder)
    const derived = ['record', 'entry', 'contact_with_child', 'child', 'child_token', 'due_step', 'allocation', 'read_note']
    for (const table of derived) assert.ok(before[table].length > 1, `${table} holds something`)
    await sql(folder, derived.map((table) => `DELETE FROM ${table};`).join(' '))
    const { code, stdout, stderr } = await place.command(['rebuild', '--data', folder])
    assert.equal(code, exit.done, stderr)
    assert.match(stdout, /^\d+ entries applied, 0 of destroyed records passed over\.$/m)
    const after = await rowsByTable(folder)
    for (const [table, rows] of Object.entries(before)) assert.deepEqual(after[table], rows, table)
    assert.equal((await verified(place, folder)).code, exit.done)
  }],
  ['rebuild --check names the tables that are not as the ledger makes them, and changes nothing', async (place) => {
    const folder = await place.copyOfSeed('check')
    const check = () => place.command(['rebuild', '--check', '--data', folder])
    const sound = await check()
    assert.equal(sound.code, exit.done, sound.stdout + sound.stderr)
    assert.match(sound.stdout, /Every derived table is as the ledger makes it\. Nothing was changed\.\n$/)
    await sql(folder, `DELETE FROM entry WHERE rowid = (SELECT max(rowid) FROM entry);
      UPDATE record SET entries = entries + 1 WHERE rowid = (SELECT min(rowid) FROM record)`)
    const before = await rowsByTable(folder)
    const found = await check()
    assert.equal(found.code, exit.finding, found.stderr)
    assert.match(found.stdout, /^Table entry: 1 rows that the ledger makes are not there; 0 rows/m)
    assert.match(found.stdout, /^Table record: 1 rows that the ledger makes are not there; 1 rows/m)
    assert.match(found.stdout, /\n2 derived tables are NOT as the ledger makes them\. .*\n$/)
    assert.deepEqual(await rowsByTable(folder), before)
    assert.equal((await verified(place, folder)).code, exit.done, 'verify does not look at these tables')
    assert.equal((await place.command(['rebuild', '--data', folder])).code, exit.done)
    assert.equal((await check()).code, exit.done)
  }],
]

export const checks = [...verifying, ...rebuilding]
