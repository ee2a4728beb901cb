// Sets light or dark before the first paint; the page's own code does the same from then on.
;(() => {
  var chosen = 'auto'
  try {
    chosen = localStorage.getItem('evenkeel-color-scheme') || 'auto'
  } catch (_) {
    // Storage is switched off: follow the system.
  }
  var isDark =
    chosen === 'dark' ||
    (chosen !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', isDark ? 'dark' : 'light')
})()
