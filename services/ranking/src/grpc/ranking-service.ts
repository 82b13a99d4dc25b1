/** The edge: from a call to a parsed request, and from an answer to its metrics. */
import {
  GetNextToWatchResponse,
  GetPageResponse,
  GetRowResponse,
  GetSimilarItemsResponse,
  RankingServiceService,
  serializer,
} from '@upnext/contracts'
import type { AnswerInfo, Row } from '@upnext/contracts'
import { grpcService, invalidArgument, unary } from '@upnext/service-kit'
import type { GrpcService } from '@upnext/service-kit'
import { answerNext } from '../answer/answer-next.ts'
import { answerPage } from '../answer/answer-page.ts'
import { answerRow } from '../answer/answer-row.ts'
import { answerSimilar } from '../answer/answer-similar.ts'
import type { AnswerSources } from '../answer/sources.ts'
import { parseNextRequest } from '../request/next-request.ts'
import type { AudienceOptions } from '../request/audience.ts'
import { parsePageRequest } from '../request/page-request.ts'
import { parseRowRequest } from '../request/row-request.ts'
import { parseSimilarRequest } from '../request/similar-request.ts'
import type { Parsed } from '../request/violation.ts'
import type { AnswerMethod, Telemetry } from '../telemetry.ts'

export interface RankingServiceOptions {
  readonly sources: AnswerSources
  readonly parsing: AudienceOptions
  readonly telemetry: Telemetry
}

export function rankingService({ sources, parsing, telemetry }: RankingServiceOptions): GrpcService {
  const take = <T>(method: AnswerMethod, request: Parsed<T>): T => {
    if (request.ok) return request.value
    telemetry.refused(method)
    throw invalidArgument(request.violations)
  }
  const counted = async <A extends Answer>(method: AnswerMethod, work: () => Promise<A>): Promise<A> => {
    const answer = await work()
    const rows = answer.rows ?? (answer.row === undefined ? [] : [answer.row])
    telemetry.answered(
      method,
      answer.info,
      rows.reduce((items, row) => items + row.items.length, 0),
    )
    return answer
  }

  return grpcService(DEFINITION, {
    getNextToWatch: unary((message, context) => {
      const request = take('next_to_watch', parseNextRequest(message, parsing))
      return counted('next_to_watch', () => answerNext(request, context, sources))
    }),
    getSimilarItems: unary((message, context) => {
      const request = take('similar_items', parseSimilarRequest(message))
      return counted('similar_items', () => answerSimilar(request, context, sources))
    }),
    getPage: unary((message, context) => {
      const request = take('page', parsePageRequest(message, parsing))
      return counted('page', () => answerPage(request, context, sources))
    }),
    getRow: unary((message, context) => {
      const request = take('row', parseRowRequest(message, parsing))
      return counted('row', () => answerRow(request, context, sources))
    }),
  })
}

/** The generated one, which writes each answer into a new buffer, with what writes into one that is used again. */
const DEFINITION = {
  getNextToWatch: {
    ...RankingServiceService.getNextToWatch,
    responseSerialize: serializer<GetNextToWatchResponse>(GetNextToWatchResponse),
  },
  getSimilarItems: {
    ...RankingServiceService.getSimilarItems,
    responseSerialize: serializer<GetSimilarItemsResponse>(GetSimilarItemsResponse),
  },
  getPage: { ...RankingServiceService.getPage, responseSerialize: serializer<GetPageResponse>(GetPageResponse) },
  getRow: { ...RankingServiceService.getRow, responseSerialize: serializer<GetRowResponse>(GetRowResponse) },
}

interface Answer {
  readonly row?: Row | undefined
  readonly rows?: readonly Row[]
  readonly info: AnswerInfo | undefined
}
