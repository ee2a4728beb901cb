/** The name, and the boat that stays upright. */

import css from './shell.module.css'

export function Brand() {
  return (
    <span className={css.brand}>
      <svg width="22" height="22" viewBox="0 0 24 24" aria-hidden="true">
        <path
          d="M2.5 13h19l-3 6a2.2 2.2 0 0 1-2 1.2h-9a2.2 2.2 0 0 1-2-1.2z"
          fill="var(--ek-accent)"
        />
        <path d="M12 3v7.5" stroke="var(--ek-accent)" strokeWidth="2" strokeLinecap="round" />
        <path d="M13.6 3.6 19 10.5h-5.4z" fill="var(--ek-accent)" opacity="0.55" />
      </svg>
      Evenkeel
    </span>
  )
}
