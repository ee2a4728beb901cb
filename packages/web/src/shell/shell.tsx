/** The frame around every page: top bar, navigation, banners. */

import { mayDo, type Session } from '@evenkeel/model'
import { Kbd } from '@mantine/core'
import { openSpotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { Link, Outlet, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useShortcuts } from '../elements/shortcuts.ts'
import { Brand } from './brand.tsx'
import { DroppedNotice } from './dropped-notice.tsx'
import { adminPages, pages } from './pages.ts'
import { Palette } from './palette.tsx'
import { PastBanner } from './past-banner.tsx'
import { SampleBanner } from './sample-banner.tsx'
import { ScopePicker } from './scope-picker.tsx'
import css from './shell.module.css'
import { ShortcutList } from './shortcut-list.tsx'
import { StaleBanner } from './stale-banner.tsx'
import { ThemeMenu } from './theme-menu.tsx'
import { TimePicker } from './time-picker.tsx'
import { useLiveUpdates } from './use-live-updates.ts'
import { UserMenu } from './user-menu.tsx'

const Preferences = lazy(async () => ({
  default: (await import('./preferences.tsx')).Preferences,
}))

export function Shell({ session }: { session: Session }) {
  const [isListOpen, setListOpen] = useState(false)
  const [isChoosing, setChoosing] = useState(false)
  const navigate = useNavigate()
  const isAdmin = mayDo(session.user, 'access.manage')
  const shownPages = pages.filter(({ to }) => isAdmin || !adminPages.includes(to))
  useLiveUpdates()
  useShortcuts({
    '?': () => setListOpen(true),
    'g o': () => void navigate({ to: '/' }),
    'g f': () => void navigate({ to: '/findings' }),
    'g c': () => void navigate({ to: '/clusters' }),
    'g p': () => void navigate({ to: '/compliance' }),
    'g r': () => void navigate({ to: '/rules' }),
    'g a': () => void navigate({ to: '/access' }),
    'g e': () => void navigate({ to: '/exceptions' }),
    'g b': () => void navigate({ to: '/rbac' }),
    'g i': () => void navigate({ to: '/inventory' }),
    'g u': () => void navigate({ to: '/resources' }),
    'g s': () => void navigate({ to: '/system' }),
  })
  return (
    <div className={css.shell}>
      <a className={css.skip} href="#content">
        Skip to the content
      </a>
      <header className={css.bar}>
        <Link to="/" className={css.brandLink} aria-label="Evenkeel, overview">
          <Brand />
        </Link>
        <ScopePicker />
        <TimePicker />
        <span className={css.space} />
        <button
          type="button"
          className={css.search}
          aria-label="Jump to a page, rule or resource"
          onClick={openSpotlight}
        >
          <IconSearch size={15} aria-hidden />
          <span className={css.searchText}>Jump to a page, rule or resource</span>
          <Kbd size="xs">Ctrl K</Kbd>
        </button>
        <ThemeMenu />
        <UserMenu
          session={session}
          onShowShortcuts={() => setListOpen(true)}
          onShowPreferences={() => setChoosing(true)}
        />
      </header>
      <nav className={css.nav} aria-label="Pages">
        {shownPages.map(({ to, label, Icon, exact }) => (
          <Link
            key={to}
            to={to}
            className={css.item}
            title={label}
            activeOptions={{ exact, includeSearch: false }}
          >
            <Icon size={17} stroke={1.7} aria-hidden />
            <span className={css.itemText}>{label}</span>
          </Link>
        ))}
        <span className={css.navFoot}>Evenkeel {session.version}</span>
      </nav>
      <main className={css.main}>
        <SampleBanner />
        <StaleBanner />
        <PastBanner />
        <DroppedNotice />
        <div className={css.content} id="content" tabIndex={-1}>
          <Outlet />
        </div>
      </main>
      <Palette
        onShowShortcuts={() => setListOpen(true)}
        onShowPreferences={() => setChoosing(true)}
      />
      <Suspense>{isChoosing && <Preferences isOpen onClose={() => setChoosing(false)} />}</Suspense>
      <ShortcutList isOpen={isListOpen} onClose={() => setListOpen(false)} />
    </div>
  )
}
