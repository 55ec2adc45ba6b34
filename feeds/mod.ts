export { replayMatch, type ReplayMatchOptions, type ReplayReport } from './replay-match.ts';
export {
  defaultDataDir,
  findMatch,
  listMatches,
  MatchNotFoundError,
  type MatchListing,
} from './find-match.ts';
export { startFeeds, type Feeds, type FeedsOptions, type FeedSource } from './service.ts';
export { readFeedEvents } from './feed-store.ts';
export {
  FEED_STREAMS,
  FeedPublisher,
  type ProducerState,
  type PublisherOptions,
} from './publisher.ts';
export { createFeedMetrics, type FeedMetrics } from './metrics.ts';
export { startAlive, type AliveOptions } from './alive.ts';
export { makeNormaliser, readFeedLine, type NormaliserOptions } from './normaliser.ts';
export { deadFeedSubject, type DeadLine } from './dead-letters.ts';
export { playRun, playRuns, type ReplayOptions } from './replay.ts';
export { draftOf, dueAt, runEndsAt, type Run } from './run.ts';
export {
  ANNOUNCED,
  scriptEndMs,
  type EventBody,
  type EventDraft,
  type MatchScript,
  type ScriptEvent,
} from './script.ts';
export {
  buildPostponed,
  buildScript,
  type Incident,
  type Period,
  type ScriptParts,
} from './script-builder.ts';
export {
  eventsOfScript,
  recordOfEvents,
  recordOfScript,
  type PlayedRecord,
} from './script-record.ts';
export { loadRecordings, readRecording, RecordingError } from './recordings/mod.ts';
export { contradictEvent } from './simulator/contradict.ts';
export { FAULTS, withFaults, type Fault, type FaultOptions } from './simulator/faults.ts';
export { makeLeague, type League, type LeagueOptions } from './simulator/league.ts';
export { openWyscout, type WyscoutArchive, type WyscoutListing } from './wyscout/archive.ts';
export { wyscoutDir } from './wyscout/files.ts';
export { verifyCompetition, type VerifyReport } from './wyscout/verify.ts';
export { WYSCOUT_ATTRIBUTION } from './wyscout/script.ts';
