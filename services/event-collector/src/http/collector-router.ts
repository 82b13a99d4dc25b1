import { Router } from 'express'
import type { RequestHandler } from 'express'
import type { Logger } from '@upnext/service-kit'
import { openApi } from '../openapi/open-api.ts'
import { problemHandler } from './answer-problem.ts'
import { collectHandler } from './collect-handler.ts'
import type { CollectOptions, CollectParts } from './collect-handler.ts'
import { Problem } from './problem.ts'

export interface RouterOptions {
  readonly parts: CollectParts
  readonly events: CollectOptions
  readonly items: CollectOptions
  readonly logger: Logger
}

const ENDPOINTS = {
  name: 'Upnext event collector',
  endpoints: {
    'POST /v1/events': 'what viewers do: one event, a list, { "sent_at": ..., "events": [...] }, or lines of JSON',
    'POST /v1/catalog/items': 'titles: one item, a list, { "items": [...] }, or lines of JSON',
    'GET /openapi.json': 'the description of both, for machines',
    'GET /live': 'the process runs',
    'GET /ready': 'it can take events',
    'GET /metrics': 'its metrics, for Prometheus',
  },
}

export function collectorRouter({ parts, events, items, logger }: RouterOptions): Router {
  const router = Router()
  // Made when somebody asks: it is most of the work of starting.
  let description: ReturnType<typeof openApi> | null = null
  // First: express tries one route after the other.
  router.post('/v1/events', collectHandler(events, parts))
  router.post('/v1/catalog/items', collectHandler(items, parts))
  router.get('/', (_request, response) => {
    response.json(ENDPOINTS)
  })
  router.get('/openapi.json', (_request, response) => {
    response.json((description ??= openApi()))
  })
  router.all(['/v1/events', '/v1/catalog/items'], onlyPost)
  router.use(problemHandler(logger))
  return router
}

const onlyPost: RequestHandler = (_request, response) => {
  response.set('Allow', 'POST')
  throw new Problem({
    status: 405,
    code: 'method_not_allowed',
    message: 'this takes POST only',
    whatToDo: 'GET / lists what there is',
  })
}
