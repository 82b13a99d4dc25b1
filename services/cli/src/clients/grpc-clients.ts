/** RankingService and ProfileService. Whoever makes one closes it. */
import { credentials } from '@grpc/grpc-js'
import type {
  GetDigestRequest,
  GetDigestResponse,
  GetNextToWatchRequest,
  GetNextToWatchResponse,
  GetPageRequest,
  GetPageResponse,
  GetProfileRequest,
  GetProfileResponse,
  GetRowRequest,
  GetRowResponse,
  GetSimilarItemsRequest,
  GetSimilarItemsResponse,
} from '@upnext/contracts'
import { ProfileServiceClient, RankingServiceClient } from '@upnext/contracts'
import { callUnary } from './grpc-call.ts'

export interface RankingClient {
  nextToWatch(request: GetNextToWatchRequest): Promise<GetNextToWatchResponse>
  similarItems(request: GetSimilarItemsRequest): Promise<GetSimilarItemsResponse>
  page(request: GetPageRequest): Promise<GetPageResponse>
  row(request: GetRowRequest): Promise<GetRowResponse>
  close(): void
}

export interface ProfileClient {
  profile(request: GetProfileRequest): Promise<GetProfileResponse>
  digest(request: GetDigestRequest): Promise<GetDigestResponse>
  close(): void
}

export function createRankingClient(address: string): RankingClient {
  const client = new RankingServiceClient(address, credentials.createInsecure())
  return {
    nextToWatch: (request) =>
      callUnary<GetNextToWatchRequest, GetNextToWatchResponse>(
        client.getNextToWatch.bind(client),
        request,
        'the ranking service',
        address,
      ),
    similarItems: (request) =>
      callUnary<GetSimilarItemsRequest, GetSimilarItemsResponse>(
        client.getSimilarItems.bind(client),
        request,
        'the ranking service',
        address,
      ),
    page: (request) =>
      callUnary<GetPageRequest, GetPageResponse>(client.getPage.bind(client), request, 'the ranking service', address),
    row: (request) =>
      callUnary<GetRowRequest, GetRowResponse>(client.getRow.bind(client), request, 'the ranking service', address),
    close: () => {
      client.close()
    },
  }
}

export function createProfileClient(address: string): ProfileClient {
  const client = new ProfileServiceClient(address, credentials.createInsecure())
  return {
    profile: (request) =>
      callUnary<GetProfileRequest, GetProfileResponse>(
        client.getProfile.bind(client),
        request,
        'the feature service',
        address,
      ),
    digest: (request) =>
      callUnary<GetDigestRequest, GetDigestResponse>(
        client.getDigest.bind(client),
        request,
        'the feature service',
        address,
      ),
    close: () => {
      client.close()
    },
  }
}
