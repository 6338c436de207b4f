// Reads and compares pages.
import assert from 'node:assert/strict'

export async function accessibleNames(links) {
  return (await links.allInnerTexts()).map((text) => text.trim())
}

/** What differs from one answer to the next though they say the same. */
function plain(answer, ids) {
  let text = answer.text
    .replaceAll(/name="form_token" value="[^"]*"/g, '')
    .replaceAll(/"reference":"[^"]*"/g, '')
  for (const id of ids) text = text.replaceAll(id, 'ID')
  return text
}

const varying = new Set(['date', 'x-request-id', 'content-length'])

/** The two answers cannot be told apart. */
export function sameButFor(one, other, ids) {
  assert.equal(one.status, other.status)
  assert.equal(plain(one, ids), plain(other, ids))
  const headers = ({ headers: all }) => Object.entries(all).filter(([name]) => !varying.has(name)).sort()
  assert.deepEqual(headers(one), headers(other))
  assert.equal(one.text.length, other.text.length, 'they have the same length')
}
