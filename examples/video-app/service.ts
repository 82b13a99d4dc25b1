/** The two doors of Upnext that an app's backend knows: rows over gRPC, and what happened over HTTP. */
import { randomUUID } from 'node:crypto'
import { credentials } from '@grpc/grpc-js'
import type { ServiceError } from '@grpc/grpc-js'
import { GetPageRequest, GetRowRequest, RankingServiceClient } from '@upnext/contracts'
import type { GetPageResponse, Row, RowItem } from '@upnext/contracts'
import type { AppFlags } from './flags.ts'

export interface Service {
  page(): Promise<GetPageResponse>
  /** What follows in a row. */
  more(row: Row): Promise<Row | undefined>
  /** Says what was on screen. */
  shown(page: GetPageResponse, row: Row, items: readonly RowItem[]): Promise<void>
  /** Says what was picked. */
  picked(page: GetPageResponse, row: Row, item: RowItem): Promise<void>
  close(): void
}

type Callback<Response> = (error: ServiceError | null, response: Response) => void

export function connect(flags: AppFlags): Service {
  const client = new RankingServiceClient(flags.ranking, credentials.createInsecure())
  const audience = { $case: 'viewerId' as const, value: flags.viewer }
  const context = { country: flags.country, kids: flags.kids, device: flags.device, locale: flags.language }
  const { viewer, device, country } = flags
  const send = (kind: string, says: Record<string, unknown>): Promise<void> => {
    const occurredAt = new Date().toISOString()
    const event = { event_id: randomUUID(), kind, viewer, device, country, occurred_at: occurredAt, ...says }
    return post(`${flags.collector}/v1/events`, event)
  }
  return {
    page: () => {
      const request = GetPageRequest.fromPartial({ audience, context, page: flags.page, itemId: flags.item })
      return promised((callback: Callback<GetPageResponse>) => client.getPage(request, callback))
    },
    more: async (row) => {
      const request = GetRowRequest.fromPartial({ audience, context, token: row.nextToken })
      return (await promised((callback: Callback<{ row?: Row | undefined }>) => client.getRow(request, callback))).row
    },
    // Tracking values go back as they came: they tie what happened to the answer that it came from.
    shown: (page, row, items) =>
      send('impression', {
        page_id: page.pageId,
        row_id: row.rowId,
        tracking: row.tracking,
        items: items.map(({ itemId, tracking }) => ({ item: itemId, tracking })),
      }),
    picked: (page, row, item) =>
      send('select', { item: item.itemId, tracking: item.tracking, page_id: page.pageId, row_id: row.rowId }),
    close: () => client.close(),
  }
}

function promised<Response>(call: (callback: Callback<Response>) => unknown): Promise<Response> {
  return new Promise((resolve, reject) => {
    call((error, response) => (error === null ? resolve(response) : reject(error)))
  })
}

async function post(url: string, event: Record<string, unknown>): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(event) }).catch((cause: unknown) => {
    throw new Error(`the collector does not answer at ${url}: is \`npm start\` running?`, { cause })
  })
  if (answer.status !== 202) throw new Error(`the collector refused an event: ${await answer.text()}`)
}
