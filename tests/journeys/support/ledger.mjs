// Checks proofs with nothing of Heed's own: from the written format, with Node's hashes and signatures.
import assert from 'node:assert/strict'
import { createHash, createPublicKey, verify } from 'node:crypto'

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()

const leafPrefix = Buffer.from([0])
const nodePrefix = Buffer.from([1])
const ed25519 = 1
/** What stands before the 32 bytes of an Ed25519 key in its usual wrapping (RFC 8410). */
const keyWrapping = Buffer.from('302a300506032b6570032100', 'hex')

export const leafHash = (header) => sha256(leafPrefix, header)
const nodeHash = (left, right) => sha256(nodePrefix, left, right)

/** The root that the path leads to from a leaf (RFC 9162 section 2.1.3.2). */
export function rootFromPath({ index, size, leaf, path }) {
  assert.ok(index < size, 'the entry is in the tree')
  let place = index
  let last = size - 1
  let root = leaf
  for (const step of path) {
    assert.ok(last > 0, 'the path is not longer than the tree is high')
    if (place % 2 === 1 || place === last) {
      root = nodeHash(step, root)
      while (place % 2 === 0 && place !== 0) {
        place = Math.floor(place / 2)
        last = Math.floor(last / 2)
      }
    } else {
      root = nodeHash(root, step)
    }
    place = Math.floor(place / 2)
    last = Math.floor(last / 2)
  }
  assert.equal(last, 0, 'the path reaches the root')
  return root
}

/** Whether the tree `second` begins with the tree `first` (RFC 9162 section 2.1.4.2). */
export function extendsTree(first, second, given) {
  if (first.size === second.size) return given.length === 0 && first.root.equals(second.root)
  const path = [...given]
  if (Number.isInteger(Math.log2(first.size))) path.unshift(first.root)
  let place = first.size - 1
  let last = second.size - 1
  while (place % 2 === 1) {
    place = Math.floor(place / 2)
    last = Math.floor(last / 2)
  }
  let older = path.shift()
  let newer = older
  for (const step of path) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      older = nodeHash(step, older)
      newer = nodeHash(step, newer)
      while (place % 2 === 0 && place !== 0) {
        place = Math.floor(place / 2)
        last = Math.floor(last / 2)
      }
    } else {
      newer = nodeHash(newer, step)
    }
    place = Math.floor(place / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && older.equals(first.root) && newer.equals(second.root)
}

/** Name, number and key of `name+hash+key`, checked against one another. */
export function readVerifierKey(text) {
  const [name, id, wrapped] = text.split('+')
  const typed = Buffer.from(text.slice(name.length + id.length + 2), 'base64')
  assert.ok(wrapped && typed.length === 33 && typed[0] === ed25519, 'an Ed25519 verifier key')
  const expected = sha256(Buffer.from(`${name}\n`), typed).subarray(0, 4)
  assert.equal(id, expected.toString('hex'))
  return { name, id: expected, key: typed.subarray(1) }
}

/** The checkpoint in a signed note; throws unless the key signed it. */
export function openCheckpoint(note, verifier) {
  const gap = note.lastIndexOf('\n\n')
  const text = note.slice(0, gap + 1)
  const lines = note.slice(gap + 2).split('\n').filter(Boolean)
  const start = `— ${verifier.name} `
  const line = lines.find((one) => one.startsWith(start))
  assert.ok(line, 'the note is signed by the ledger')
  const bytes = Buffer.from(line.slice(start.length), 'base64')
  assert.deepEqual(bytes.subarray(0, 4), verifier.id)
  const key = createPublicKey({ key: Buffer.concat([keyWrapping, verifier.key]), format: 'der', type: 'spki' })
  assert.ok(verify(null, Buffer.from(text), key, bytes.subarray(4)), 'the signature is good')
  const [origin, size, root] = text.split('\n')
  assert.equal(origin, verifier.name)
  return { origin, size: Number(size), root: Buffer.from(root, 'base64') }
}

/** Everything a proof file says, checked; throws when anything does not hold. */
export function openProofFile(text, verifier) {
  const gap = text.indexOf('\n\n')
  const [first, extra, index, ...path] = text.slice(0, gap).split('\n')
  assert.equal(first, 'c2sp.org/tlog-proof@v1')
  assert.ok(extra.startsWith('extra ') && index.startsWith('index '), 'the lines are the written ones')
  const header = Buffer.from(extra.slice('extra '.length), 'base64')
  const proof = {
    index: Number(index.slice('index '.length)),
    leaf: leafHash(header),
    path: path.map((line) => Buffer.from(line, 'base64')),
  }
  const checkpoint = openCheckpoint(text.slice(gap + 2), verifier)
  assert.deepEqual(rootFromPath({ ...proof, size: checkpoint.size }), checkpoint.root)
  return { ...proof, header: readHeader(header.toString('utf8')), checkpoint }
}

/** A leaf's header, line by line. */
export function readHeader(text) {
  const [first, ...lines] = text.split('\n').filter(Boolean)
  assert.equal(first, 'heed-leaf/1')
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
  )
}

const letters = '0123456789abcdefghjkmnpqrstvwxyz'

/** The hexadecimal of an id that is written in 26 letters: two zero bits, then the id's 128. */
export function hexOfId(text) {
  const bits = [...text].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return bits.slice(2).match(/.{4}/g).map((four) => parseInt(four, 2).toString(16)).join('')
}
