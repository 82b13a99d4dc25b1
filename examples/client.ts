// Asks what a viewer should watch next: node examples/dist/client.js 42
import { credentials } from '@grpc/grpc-js'
import { GetNextToWatchRequest, RankingServiceClient } from '@upnext/contracts'

const client = new RankingServiceClient('127.0.0.1:50051', credentials.createInsecure())
const audience = { $case: 'viewerId' as const, value: process.argv[2] ?? '42' }
client.getNextToWatch(GetNextToWatchRequest.fromPartial({ audience, limit: 5 }), (error, answer) => {
  if (error !== null) throw error
  for (const item of answer.row?.items ?? []) console.log(item.title, '|', item.reasons[0]?.text)
  client.close()
})
