/** The vocabulary of Evenkeel: resources, rules, findings, scores, KQL and the HTTP contract. */

export { compareVersions } from './compare-versions.ts'
export { Coverage, CoverageGap } from './coverage.ts'
export {
  ExceptionEntry,
  ExceptionsFile,
  type ExceptionsFileResult,
  exceptionQuery,
  exceptionsPerFileMax,
  type FileException,
  type FileMistake,
  readExceptionsFile,
  scopeMistake,
} from './exceptions-file.ts'
export {
  Control,
  Evidence,
  EvidenceSource,
  FileFix,
  Finding,
  FindingAttestation,
  FindingResource,
  FindingRule,
  Fix,
  FixPlaceholder,
  PatchOperation,
} from './finding.ts'
export { findingColumns } from './finding-columns.ts'
export {
  Ability,
  type Action,
  AuditEntry,
  actions,
  auditFields,
  CreateRoleRequest,
  CreateTokenRequest,
  CreateTokenResponse,
  CreateUserRequest,
  CustomRole,
  GroupTrial,
  GroupTrialRequest,
  type HeldRole,
  hasRole,
  installationActions,
  isBuiltIn,
  LoginOptions,
  LoginRequest,
  LoginSource,
  LogoutResponse,
  mayDo,
  Permission,
  permissions,
  Reach,
  ReachPart,
  Role,
  RoleValues,
  SessionGrant,
  TokenGrant,
  UpdateUserRequest,
  User,
} from './http/access.ts'
export {
  ClusterAgent,
  CycleRequest,
  CycleResponse,
  DiffRequest,
  DiffResponse,
  EnrolmentToken,
  EnrolRequest,
  EnrolResponse,
  FindingRow,
  ResourceKey,
  ResourceRow,
} from './http/agent.ts'
export {
  ClusterDetail,
  ClusterSummary,
  CreateClusterRequest,
  CreateClusterResponse,
  damagedBodyType,
  Facets,
  Fields,
  FindingChange,
  FindingDetail,
  FindingGroup,
  FindingGroupPage,
  FindingPage,
  FindingsQuery,
  KnownRule,
  LabelKeys,
  OnboardingState,
  Problem,
  pageOf,
  ReporterStatus,
  ResourceSummary,
  ScoreEvent,
  ScorePart,
  Scores,
  Session,
} from './http/api.ts'
export {
  Attestation,
  AttestationFile,
  AttestationVerdict,
  CreateAttestationRequest,
} from './http/attestations.ts'
export { digestHeader, printDigest, readDigest } from './http/digest.ts'
export { EvaluationStatus } from './http/evaluation.ts'
export {
  CreateExceptionRequest,
  DecideExceptionRequest,
  Exception,
  ExceptionCategory,
  ExceptionPreview,
  ExceptionScope,
  ImportExceptionsResponse,
} from './http/exceptions.ts'
export {
  ControlResult,
  FrameworkControl,
  FrameworkDetail,
  FrameworkSummary,
  Report,
} from './http/frameworks.ts'
export { InventoryKind } from './http/inventory.ts'
export {
  AssignRequest,
  AssignResponse,
  assignedMax,
  CommentRequest,
  commentLengthMax,
  commentsMax,
  FindingNote,
} from './http/notes.ts'
export {
  DifferenceKind,
  FindingDifference,
  FindingDifferencePage,
  ScoreChanges,
  ScoreDimension,
  ScoreParts,
  scoreDimensions,
} from './http/posture.ts'
export {
  AccessGrant,
  AccessGrantPage,
  AccessPath,
  AccessPathPage,
  AccessSubject,
  AccessSubjectPage,
  RelatedResource,
  RelationKind,
  Relations,
  ResourceVersion,
  ResourceVersionDetail,
} from './http/relations.ts'
export {
  AgentSettings,
  PreviewRulesRequest,
  RuleSetting,
  RuleSettingChange,
  RuleSettingPreview,
  RuleSettingValues,
  RuleState,
  SetRulesRequest,
  SettingScope,
} from './http/rule-settings.ts'
export { SystemStatus } from './http/system.ts'
export { SaveViewRequest, View, ViewPage } from './http/views.ts'
export {
  completeKql,
  insertKqlValue,
  type KqlCompletion,
  type KqlExpectation,
} from './kql/complete.ts'
export { type DateSpan, parseDateSpan } from './kql/dates.ts'
export {
  canonicalField,
  evaluationOrder,
  findField,
  findingFields,
  isNamed,
  type KqlFieldDefinition,
  type KqlFieldType,
  labelPrefix,
  nearestFields,
  nestedPath,
  severityOrder,
} from './kql/fields.ts'
export {
  compareCodePoints,
  createKqlMatcher,
  createLeafTest,
  dateSpanOf,
  type KqlLeaf,
  type KqlLeafTest,
  withPrefix,
} from './kql/match.ts'
export { parseKql } from './kql/parse.ts'
export { matchesPattern } from './kql/pattern.ts'
export { printKql } from './kql/print.ts'
export { escapeKql, quoteKql, quoteKqlWhereNeeded } from './kql/quote.ts'
export {
  controlPairs,
  type KqlPair,
  type KqlRecord,
  type KqlRecordExtras,
  pairsOf,
  toKqlRecord,
} from './kql/record.ts'
export {
  KqlError,
  type KqlField,
  type KqlLiteral,
  type KqlNode,
  type KqlOperator,
  type KqlPattern,
  type KqlRange,
  type KqlValue,
} from './kql/syntax.ts'
export { fieldsOfKql, findKqlWarnings } from './kql/warnings.ts'
export { wordLine, wordNeedles, wordsOf } from './kql/words.ts'
export type {
  Component,
  ComponentKey,
  DocumentFact,
  FileFact,
  NodeData,
  Setting,
  SettingSource,
} from './node-data.ts'
export {
  type CommandPart,
  type FilledRemediation,
  fillRemediation,
  openPlaceholders,
  printCommand,
  type RemediationBlock,
} from './remediation/fill.ts'
export type { Cluster, Gap, Observation, Resource, Scope } from './resource.ts'
export { Benchmark, BenchmarkRule, Rule, RuleParameter } from './rule.ts'
export {
  type EffectiveRule,
  effectiveRules,
  holdsFor,
  type SettledCluster,
  scopeKey,
} from './rule-settings/effective.ts'
export {
  findParameterMistake,
  itemKind,
  type ParameterKind,
  parameterKind,
} from './rule-settings/parameters.ts'
export {
  computeScore,
  Score,
  type SeverityTally,
  severityWeights,
  type Tally,
  tallyFindings,
} from './score/score.ts'
export {
  Assessment,
  Evaluation,
  evaluations,
  type Json,
  Lifecycle,
  nullable,
  oneOf,
  Profile,
  ResourceType,
  Severity,
  severities,
} from './vocabulary.ts'
