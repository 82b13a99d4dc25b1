/** `ProfileService`: what is kept of a viewer, in plain terms, and one number for all profiles. */
import type { Catalog } from '@upnext/catalog'
import { ProfileServiceService, isViewerKey, viewerKey } from '@upnext/contracts'
import type {
  GetDigestRequest,
  GetDigestResponse,
  GetProfileRequest,
  GetProfileResponse,
  KeyContext,
  Topics,
  ViewerKey,
} from '@upnext/contracts'
import { digestOf } from '@upnext/generations'
import { viewerPartition } from '@upnext/ports'
import type { GenerationManifest, ProfileStore } from '@upnext/ports'
import { decodeProfile } from '@upnext/profiles'
import { grpcService, invalidArgument, unary } from '@upnext/service-kit'
import type { GrpcService } from '@upnext/service-kit'
import { toPlainProfile } from './to-plain.ts'

export interface ProfileServiceDeps {
  readonly profiles: ProfileStore
  readonly topics: Topics
  readonly keys: KeyContext
  readonly catalog: Catalog
}

export function createProfileService(deps: ProfileServiceDeps): GrpcService {
  return grpcService(ProfileServiceService, {
    getProfile: unary((request: GetProfileRequest) => getProfile(deps, request)),
    getDigest: unary((request: GetDigestRequest) => getDigest(deps, request)),
  })
}

async function getProfile(deps: ProfileServiceDeps, request: GetProfileRequest): Promise<GetProfileResponse> {
  const viewer = keyOf(request, deps.keys)
  const partition = viewerPartition(viewer)
  const { generation } = await chosenGeneration(deps.profiles, request.generation)
  const view = await deps.profiles.read(generation, partition, [viewer])
  const bytes = view.profiles[0] ?? null
  return {
    profile: bytes === null ? undefined : toPlainProfile(viewer, decodeProfile(bytes), deps.catalog),
    generation,
    position: { topic: deps.topics.viewerEvents.name, partition, nextOffset: view.position },
    bytes: bytes?.length ?? 0,
  }
}

function keyOf({ who }: GetProfileRequest, keys: KeyContext): ViewerKey {
  if (who?.$case === 'viewerId' && who.value !== '') return viewerKey(keys, who.value)
  if (who?.$case === 'viewerKey' && isViewerKey(who.value)) return who.value
  if (who?.$case === 'viewerKey')
    throw invalidArgument([{ field: 'viewer_key', description: 'expected 22 base64url characters' }])
  throw invalidArgument([
    { field: 'viewer_id', description: 'is missing: give the id that the app uses for the viewer, or a viewer_key' },
  ])
}

async function getDigest(deps: ProfileServiceDeps, request: GetDigestRequest): Promise<GetDigestResponse> {
  const { generation, foldVersion } = await chosenGeneration(deps.profiles, request.generation)
  const { profiles, digest, positions } = await digestOf(deps.profiles, generation)
  const topic = deps.topics.viewerEvents.name
  return {
    generation,
    foldVersion,
    profiles,
    digest,
    positions: positions.map((nextOffset, partition) => ({ topic, partition, nextOffset })),
  }
}

/** The one generation that an answer is made of: chosen once, whatever is switched meanwhile. */
async function chosenGeneration(profiles: ProfileStore, wanted: number | undefined): Promise<GenerationManifest> {
  const { active, manifests } = await profiles.generations()
  const generation = wanted ?? active
  const kept = manifests.filter(({ state }) => state !== 'dropping')
  const chosen = kept.find((manifest) => manifest.generation === generation)
  if (chosen !== undefined) return chosen
  const known = kept.map((manifest) => manifest.generation).join(', ')
  throw invalidArgument([
    { field: 'generation', description: `${generation} does not exist; there are: ${known || 'none'}` },
  ])
}
