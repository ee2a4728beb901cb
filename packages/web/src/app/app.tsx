/** The application with all that its pages lean on: theme, queries, addresses. */

import { MantineProvider } from '@mantine/core'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type RouterHistory, RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { RequestError } from '../api/request.ts'
import { pageNonce } from '../elements/nonce.ts'
import { usePrintColours } from '../shell/use-print-colours.ts'
import { createAppRouter } from './router.tsx'
import { colorSchemeManager, cssVariablesResolver, theme } from './theme.ts'

const freshMs = 15_000

/** What the server refused is not asked again; what did not get through is, once. */
function shouldRetry(failures: number, error: Error): boolean {
  return failures < 1 && error instanceof RequestError && error.status === 0
}

/** A session that ended in mid-work is asked for anew, which shows how to sign in again. */
function createQueries(): QueryClient {
  const onError = (error: Error) => {
    const isSignedOut = error instanceof RequestError && error.status === 401
    if (isSignedOut) void queries.invalidateQueries({ queryKey: ['session'] })
  }
  const queries: QueryClient = new QueryClient({
    defaultOptions: { queries: { retry: shouldRetry, staleTime: freshMs } },
    queryCache: new QueryCache({
      onError: (error, { queryKey }) => queryKey[0] !== 'session' && onError(error),
    }),
    mutationCache: new MutationCache({ onError }),
  })
  return queries
}

export function App({ history }: { history?: RouterHistory }) {
  usePrintColours()
  const [router] = useState(() => createAppRouter(history))
  const [queries] = useState(createQueries)
  return (
    <MantineProvider
      theme={theme}
      colorSchemeManager={colorSchemeManager}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      getStyleNonce={() => pageNonce() ?? ''}
    >
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  )
}
