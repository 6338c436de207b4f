// What every answer of the server must say to the browser, whatever it answers.

const exact = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
]

function policyFaults(headers) {
  const rules = (headers['content-security-policy'] ?? '').split(';').map((rule) => rule.trim())
  const isDownload = /^attachment\b/.test(headers['content-disposition'] ?? '')
  const wanted = isDownload ? ["default-src 'none'", 'sandbox'] : pagePolicy
  const faults = wanted.filter((rule) => !rules.includes(rule)).map((rule) => `no ${rule} in the policy`)
  if (rules.some((rule) => /unsafe|\*|https?:|data:|blob:/.test(rule))) faults.push('a policy with holes')
  return faults
}

function permissionFaults(headers) {
  const rules = (headers['permissions-policy'] ?? '').split(',').map((rule) => rule.trim())
  const closed = ['camera=()', 'geolocation=()', 'microphone=()', 'payment=()', 'usb=()']
  return closed.filter((rule) => !rules.includes(rule)).map((rule) => `no ${rule} in permissions-policy`)
}

/** Files whose name is made from their content may be kept; nothing else may. */
function cacheFaults(headers, path, status) {
  const control = headers['cache-control'] ?? ''
  const mayBeKept = /^\/assets\/[^?]*\.[0-9a-f]{12}\.[a-z0-9]+$/.test(path) && (status === 200 || status === 304)
  if (control.includes('no-store')) return []
  return mayBeKept && control.includes('immutable') ? [] : [`cache-control is “${control}”`]
}

function cookieFaults(cookies) {
  return cookies.flatMap((cookie) => {
    const [pair, ...rest] = cookie.split(';').map((part) => part.trim())
    const attributes = rest.map((part) => part.toLowerCase())
    const faults = ['secure', 'httponly', 'path=/'].filter((one) => !attributes.includes(one))
    if (!pair.startsWith('__Host-')) faults.push('__Host-')
    if (!attributes.some((one) => one === 'samesite=lax' || one === 'samesite=strict')) faults.push('samesite')
    if (attributes.some((one) => one.startsWith('domain'))) faults.push('a domain')
    return faults.map((fault) => `a cookie is wrong about ${fault}`)
  })
}

/** What the answer lacks, in words; empty when nothing. `headers` has lower-case names. */
export function headerFaults({ url, status, headers, cookies = [] }) {
  const { pathname, protocol } = new URL(url)
  const faults = Object.entries(exact)
    .filter(([name, value]) => headers[name] !== value)
    .map(([name]) => `${name} is “${headers[name] ?? ''}”`)
  faults.push(...policyFaults(headers), ...permissionFaults(headers))
  faults.push(...cacheFaults(headers, pathname, status), ...cookieFaults(cookies))
  if (protocol === 'https:') {
    const transport = headers['strict-transport-security'] ?? ''
    const age = Number(/max-age=(\d+)/.exec(transport)?.[1] ?? 0)
    if (age < 31_536_000 || !transport.includes('includeSubDomains')) faults.push('strict-transport-security')
  }
  for (const name of ['server', 'x-powered-by', 'access-control-allow-origin']) {
    if (headers[name] !== undefined) faults.push(`${name} is sent`)
  }
  return faults.map((fault) => `${status} ${pathname}: ${fault}`)
}
