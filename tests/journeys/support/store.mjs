// Reaches into the folder of a made-up installation, as an operator or an attacker could.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { engines } from './engine.mjs'

export const dataFile = (folder) => join(folder, 'heed.db')

/** What SQLite's own program answers. */
export function sql(folder, words, file = dataFile(folder)) {
  return engines.sqlite().sql(folder, words, file)
}

/** Every session of everybody was last used an hour ago. */
export function expireSessions(place, folder) {
  return place.engine.sql(folder, 'UPDATE session SET last_used = last_used - 3600000')
}

/** Every row of every table, in an order of its own. */
export async function rowsByTable(folder) {
  const tables = (await sql(folder, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")).split('\n')
  const rows = {}
  for (const table of tables.filter(Boolean)) {
    const columns = (await sql(folder, `SELECT name FROM pragma_table_info('${table}')`)).split('\n')
    const list = columns.map((column) => `quote("${column}")`).join(` || ',' || `)
    rows[table] = (await sql(folder, `SELECT ${list} FROM "${table}"`)).split('\n').sort()
  }
  return rows
}

export function filesIn(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((file) => statSync(file).isFile())
}

/** The ways in which a text could lie in a file: as it is, in UTF-16, in base64 and in hexadecimal. */
export function guises(text) {
  const bytes = Buffer.from(text)
  const wide = Buffer.from(text, 'utf16le')
  const turned = Buffer.from(wide).swap16()
  const found = [bytes, wide, turned, Buffer.from(bytes.toString('hex')), Buffer.from(bytes.toString('hex').toUpperCase())]
  for (let shift = 0; shift < 3; shift += 1) {
    // What stands before it moves the letters; those that depend on what stands around it are left out.
    const letters = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64').replaceAll('=', '')
    const inside = letters.slice(shift === 0 ? 0 : shift + 1, letters.length - 1)
    found.push(Buffer.from(inside), Buffer.from(inside.replaceAll('+', '-').replaceAll('/', '_')))
  }
  return found
}

/** The files in which the text lies in any guise. */
export function filesWith(folder, text) {
  const wanted = guises(text)
  return filesIn(folder).filter((file) => {
    const content = readFileSync(file)
    return wanted.some((one) => content.includes(one))
  })
}

/** Changes one bit in a file, somewhere in the first place where `bytes` stand. */
export function flip(file, bytes, at = 0) {
  const content = readFileSync(file)
  const start = content.indexOf(bytes)
  if (start < 0) throw new Error('the file does not hold these bytes')
  content[start + at] ^= 1
  writeFileSync(file, content)
}
