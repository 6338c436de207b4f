// Checks that a file is a true OpenAPI 3.1 document: its structure, every reference, and every schema
// in it against JSON Schema 2020-12, which the structure's own schema leaves open.
//
//   node tests/openapi/validate.mjs FILE
import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import Ajv2020 from 'ajv/dist/2020.js'

/** Calls `see(schema, path)` for every schema of the document. */
function eachSchema(node, path, see) {
  if (node === null || typeof node !== 'object') return
  for (const [name, value] of Object.entries(node)) {
    const inner = `${path}/${name}`
    // An example may look like anything.
    if (name === 'example' || name === 'examples') continue
    if (name === 'schema') {
      see(value, inner)
    } else if (name === 'schemas' && path.endsWith('/components')) {
      for (const [key, schema] of Object.entries(value)) see(schema, `${inner}/${key}`)
    } else {
      eachSchema(value, inner, see)
    }
  }
}

function dangling(node, document, problems) {
  if (node === null || typeof node !== 'object') return
  const reference = node.$ref
  if (typeof reference === 'string') {
    const steps = reference.startsWith('#/') ? reference.slice(2).split('/') : ['?']
    const target = steps
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce((place, step) => place?.[step], document)
    if (target === undefined) problems.push(`${reference} leads nowhere`)
  }
  for (const value of Object.values(node)) dangling(value, document, problems)
}

export async function problemsOf(document) {
  const problems = []
  const validator = new Validator()
  const result = await validator.validate(structuredClone(document))
  if (!result.valid) problems.push(...[result.errors].flat().map((error) => JSON.stringify(error)))
  else if (validator.version !== '3.1') problems.push(`this is OpenAPI ${validator.version}, not 3.1`)
  const ajv = new Ajv2020({ strict: false })
  eachSchema(document, '#', (schema, path) => {
    if (!ajv.validateSchema(schema)) problems.push(`${path}: ${ajv.errorsText(ajv.errors)}`)
  })
  dangling(document, document, problems)
  return problems
}

if (process.argv[1]?.endsWith('validate.mjs')) {
  const problems = await problemsOf(JSON.parse(readFileSync(process.argv[2], 'utf8')))
  for (const problem of problems) console.error(problem)
  process.exitCode = problems.length > 0 ? 1 : 0
}
