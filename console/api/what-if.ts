import { useQuery, type UseQueryResult } from '@tanstack/react-query';

import type { FixtureId, SettingSchema, Static, WhatIf } from '#contracts/mod.ts';

import { call } from './http.ts';
import { withToken } from './queries.ts';

type Setting = Static<typeof SettingSchema>;

/** What a setting would do to prices and to the worst case, as the host sees it when it is asked; sets nothing. */
export function useWhatIf(
  fixtureId: FixtureId,
  change: Setting | undefined,
): UseQueryResult<WhatIf> {
  return useQuery({
    queryKey: ['what-if', fixtureId, change],
    queryFn: () =>
      withToken((token) =>
        call<WhatIf>(`/v1/trading/fixtures/${fixtureId}/what-if`, {
          method: 'POST',
          token,
          body: change,
        }),
      ),
    enabled: change !== undefined,
    retry: false,
    gcTime: 0,
  });
}
