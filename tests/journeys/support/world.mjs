// Finds in the demonstration what a journey needs, without knowing anybody's name.
import { randomBytes } from 'node:crypto'

const letters = '0123456789abcdefghjkmnpqrstvwxyz'

/** Everybody who can sign in, with the households whose visits they are to make. */
export async function staffOf(demonstration) {
  demonstration.staff ??= Promise.all(
    Object.keys(demonstration.signInLinks).map(async (role) => {
      const client = await demonstration.as(role)
      const me = await client.api('/me')
      const { visits } = await client.api('/work')
      return { role, client, me, visits }
    }),
  )
  return demonstration.staff
}

/** A worker and one of their households with so many children. */
export async function household(demonstration, size) {
  for (const one of await staffOf(demonstration)) {
    const visit = one.visits.find(({ children }) => children.length === size)
    if (visit && one.me.may.includes('sign_entries')) return { ...one, children: visit.children }
  }
  throw new Error(`nobody is to visit a household of ${size} children`)
}

/** A worker and the smallest household they are to visit. */
export async function smallHousehold(demonstration) {
  const staff = await staffOf(demonstration)
  const all = staff
    .filter(({ me }) => me.may.includes('sign_entries'))
    .flatMap((one) => one.visits.map(({ children }) => ({ ...one, children })))
  return all.reduce((least, one) => (one.children.length < least.children.length ? one : least))
}

/** A worker, and a child whom the worker may not know of. */
export async function stranger(demonstration) {
  const staff = await staffOf(demonstration)
  for (const one of staff.filter(({ me, visits }) => me.role === 'social-worker' && visits.length > 0)) {
    for (const other of staff.filter(({ me }) => me.signer.agency !== one.me.signer.agency)) {
      const child = other.visits[0]?.children[0]
      if (child && (await one.client.get(`/api/v1/records/${child.record}`)).status === 404) {
        return { worker: one, other, child }
      }
    }
  }
  throw new Error('every child is open to every social worker')
}

/** Every child's full name, and the words it is made of. */
export async function names(demonstration) {
  const found = new Set()
  for (const { visits } of await staffOf(demonstration)) {
    for (const { children } of visits) for (const child of children) found.add(child.name)
  }
  return [...found]
}

/** An id that nobody has yet, as a page or a program makes one up. */
export function newId() {
  return `0${[...randomBytes(25)].map((byte) => letters[byte % 32]).join('')}`
}

/** A real id with one letter changed: of the right shape, and nobody's. */
export function nobodysId(record) {
  const other = record[10] === '7' ? '8' : '7'
  return record.slice(0, 10) + other + record.slice(11)
}
