/** The result of a control by icon, word and colour. */

import type { ControlResult } from '@evenkeel/model'
import {
  IconBan,
  IconCheck,
  IconDots,
  IconMinus,
  IconQuestionMark,
  IconUserQuestion,
  IconX,
} from '@tabler/icons-react'
import css from '../elements/chips.module.css'
import { resultWords } from './result-words.ts'

const looks = {
  failed: [IconX, css.failed],
  unknown: [IconQuestionMark, css.unknown],
  manual: [IconUserQuestion, css.manual],
  passed: [IconCheck, css.passed],
  'not-applicable': [IconMinus, css.info],
  listed: [IconDots, css.info],
  disabled: [IconBan, css.info],
} as const

export function ResultChip({ result }: { result: ControlResult }) {
  const [Icon, look] = looks[result]
  return (
    <span className={`${css.chip} ${look}`}>
      <Icon size={12} stroke={2.4} aria-hidden />
      {resultWords[result]}
    </span>
  )
}
