/** The collector's OpenAPI 3.1 description, made from the schemas that it checks with. */
import { eventSchema, itemSchema } from '@upnext/contracts'
import { z } from 'zod'
import { answerSchema } from '../intake/answer.ts'

type Json = Readonly<Record<string, unknown>>

const JSON_TYPE = 'application/json'
const LINES_TYPE = 'application/x-ndjson'

export function openApi(): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Upnext event collector',
      version: '1',
      description: 'Events and catalogue items in. 202 is said only when the log has them.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths: {
      '/v1/events': { post: operation('sendEvents', 'What viewers do', 'Event', 'events') },
      '/v1/catalog/items': { post: operation('putItems', 'Titles of the catalogue', 'CatalogItem', 'items') },
    },
    components: { schemas: { ...eventSchemas(), CatalogItem: schemaOf(itemSchema), ...answerSchemas() } },
  }
}

function operation(operationId: string, summary: string, schema: string, listName: string): Json {
  const one = ref(schema)
  const list = { type: 'array', items: one, minItems: 1, maxItems: 500 }
  const wrapped = {
    type: 'object',
    required: [listName],
    properties: { sent_at: { type: ['string', 'integer'] }, [listName]: list },
  }
  return {
    operationId,
    summary,
    requestBody: {
      required: true,
      description: `Up to 500, 1 MiB (5 MiB unpacked from gzip), 32 KiB each; in UTF-8.`,
      content: {
        [JSON_TYPE]: { schema: { oneOf: [one, list, wrapped] } },
        [LINES_TYPE]: { schema: { type: 'string', description: `One ${schema} a line` } },
      },
    },
    responses: {
      202: answer('Kept, all or some: results says which. Do not send it again', 'Answer'),
      400: answer('Not JSON, or nothing in it. Do not send it again', 'Problem'),
      408: answer('The body took longer than 10 s. Send it again', 'Problem'),
      413: answer('Too large, or too many. Split it', 'Problem'),
      415: answer('Another content type, charset or encoding', 'Problem'),
      422: answer('Not one could be kept: results says why', 'NothingKept'),
      503: {
        ...answer('The log cannot take it now, nothing was promised. Send it again after Retry-After', 'Problem'),
        headers: { 'Retry-After': { schema: { type: 'integer' }, description: 'Seconds' } },
      },
    },
  }
}

/** One schema a kind, and the choice between them. */
function eventSchemas(): Json {
  const kinds = eventSchema.options.map((option) => {
    const kind = option.shape.kind.value
    return { kind, name: `${kind.charAt(0).toUpperCase()}${kind.slice(1)}Event`, schema: schemaOf(option) }
  })
  return {
    Event: {
      oneOf: kinds.map(({ name }) => ref(name)),
      discriminator: {
        propertyName: 'kind',
        mapping: Object.fromEntries(kinds.map(({ kind, name }) => [kind, refTo(name)])),
      },
    },
    ...Object.fromEntries(kinds.map(({ name, schema }) => [name, schema])),
  }
}

function answerSchemas(): Json {
  const error = z.object({
    error: z.object({ code: z.string(), message: z.string(), what_to_do: z.string() }),
  })
  return {
    Answer: schemaOf(answerSchema),
    Problem: schemaOf(error),
    NothingKept: { allOf: [ref('Problem'), ref('Answer')] },
  }
}

function schemaOf(schema: z.ZodType): Json {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-2020-12',
    // `date-time` and `uuid` say enough; zod's patterns for them fill a screen.
    override: ({ jsonSchema }) => {
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern
    },
  })
  return json
}

function answer(description: string, schema: string): Json {
  return { description, content: { [JSON_TYPE]: { schema: ref(schema) } } }
}

function ref(name: string): Json {
  return { $ref: refTo(name) }
}

function refTo(name: string): string {
  return `#/components/schemas/${name}`
}
