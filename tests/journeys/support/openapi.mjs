// The API's own description, and whether answers are as it says.
import { createRequire } from 'node:module'
import { Validator } from '@seriousme/openapi-schema-validator'

const near = createRequire(createRequire(import.meta.url).resolve('@seriousme/openapi-schema-validator'))
const { default: Ajv } = near('ajv/dist/2020.js')
const { default: addFormats } = near('ajv-formats')

/** What is wrong with the description, as text; empty when it is valid OpenAPI. */
export async function descriptionFaults(description) {
  const { valid, errors } = await new Validator().validate(structuredClone(description))
  return valid ? '' : JSON.stringify(errors)
}

export class Description {
  constructor(description) {
    this.description = description
    this.ajv = new Ajv({ strict: false, allErrors: true })
    addFormats(this.ajv)
    this.ajv.addSchema(description, 'api')
  }

  /** Path, method and operation, one by one. */
  operations() {
    return Object.entries(this.description.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
    )
  }

  schema(name) {
    return this.ajv.compile({ $ref: `api#/components/schemas/${name}` })
  }

  /** What about the answer is not as described; empty when nothing. */
  answerFaults(operationId, status, value) {
    const { operation } = this.operations().find((one) => one.operation.operationId === operationId)
    const described = operation.responses[String(status)]
    if (!described) return [`${operationId} does not say that it answers ${status}`]
    const [content] = Object.values(described.content ?? {})
    if (!content) return value === undefined ? [] : [`${operationId} says that ${status} has no content`]
    const check = this.ajv.compile({ $ref: `api${content.schema.$ref}` })
    return check(value) ? [] : check.errors.map((one) => `${operationId} ${status}${one.instancePath}: ${one.message}`)
  }
}
