/** Chips that show an evaluation or a severity by icon, word and colour. */

import type { Evaluation, Severity } from '@evenkeel/model'
import {
  IconAlertTriangleFilled,
  IconCheck,
  IconChevronDown,
  IconChevronsUp,
  IconChevronUp,
  IconInfoSmall,
  IconQuestionMark,
  IconUserCheck,
  IconX,
} from '@tabler/icons-react'
import css from './chips.module.css'

const evaluationIcons = {
  failed: IconX,
  passed: IconCheck,
  unknown: IconQuestionMark,
  manual: IconUserCheck,
} as const

const severityIcons = {
  critical: IconAlertTriangleFilled,
  high: IconChevronsUp,
  medium: IconChevronUp,
  low: IconChevronDown,
  info: IconInfoSmall,
} as const

export function EvaluationChip({ evaluation }: { evaluation: Evaluation }) {
  const Icon = evaluationIcons[evaluation]
  return (
    <span className={`${css.chip} ${css[evaluation]}`}>
      <Icon size={12} stroke={2.4} aria-hidden />
      {evaluation}
    </span>
  )
}

export function SeverityChip({ severity }: { severity: Severity }) {
  const Icon = severityIcons[severity]
  return (
    <span className={`${css.chip} ${css[severity]}`}>
      <Icon size={12} stroke={2.4} aria-hidden />
      {severity}
    </span>
  )
}
