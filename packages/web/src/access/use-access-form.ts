/** The part of a form that says what somebody may and sees. */

import type { Reach } from '@evenkeel/model'
import { useState } from 'react'
import { type PartText, parseReach, toPartTexts } from './reach-text.ts'

export interface AccessForm {
  role: string
  parts: PartText[] | null
  /** Of the parts; undefined where it is wrong. */
  reach: Reach | undefined
  error: string | undefined
  setRole: (role: string) => void
  setParts: (parts: PartText[] | null) => void
  reset: () => void
}

/** Admins see everything, so for them there is nothing to choose. */
export function useAccessForm(start: { role: string; reach: Reach }): AccessForm {
  const [role, setRole] = useState(start.role)
  const [parts, setParts] = useState(() => toPartTexts(start.reach))
  const parsed = role === 'admin' ? null : parseReach(parts)
  const error = parsed !== null && 'error' in parsed ? parsed.error : undefined
  return {
    role,
    parts,
    reach: parsed !== null && 'error' in parsed ? undefined : parsed,
    error,
    setRole,
    setParts,
    reset() {
      setRole(start.role)
      setParts(toPartTexts(start.reach))
    },
  }
}
