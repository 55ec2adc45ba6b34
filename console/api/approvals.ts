import { useMutation, useQuery, type UseQueryResult } from '@tanstack/react-query';

import type {
  DecisionListSchema,
  DecisionView,
  HoldListSchema,
  HoldViewSchema,
  Static,
} from '#contracts/mod.ts';

import { call } from './http.ts';
import { queryClient, withToken } from './queries.ts';

/** What operators decide about settlement. */
export type Hold = Static<typeof HoldViewSchema>;

const BASE = '/v1/operations/settlement';
const ASK_MS = 5000;

const read = <Answer>(path: string): Promise<Answer> =>
  withToken((token) => call<Answer>(`${BASE}${path}`, { token }));

export const useDecisions = (): UseQueryResult<Static<typeof DecisionListSchema>> =>
  useQuery({
    queryKey: ['approvals', 'decisions'],
    queryFn: () => read('/decisions?limit=50'),
    refetchInterval: ASK_MS,
  });

export const useHolds = (): UseQueryResult<Static<typeof HoldListSchema>> =>
  useQuery({
    queryKey: ['approvals', 'holds'],
    queryFn: () => read('/holds'),
    refetchInterval: ASK_MS,
  });

/** A step that one press takes; the lists are read anew whatever it comes to. */
const useStep = <Asked>(path: (asked: Asked) => string, body: (asked: Asked) => object) =>
  useMutation({
    mutationFn: (asked: Asked) =>
      withToken((token) =>
        call<unknown>(`${BASE}${path(asked)}`, { method: 'POST', token, body: body(asked) }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['approvals'] }),
  });

/** With the effect that was on the page, so that nobody agrees to another one. */
export const useApprove = () =>
  useStep(
    ({ decisionId }: DecisionView) => `/decisions/${decisionId}/approve`,
    ({ effectKey }) => ({ effectKey }),
  );

type Because = Readonly<{ id: string; reason: string }>;

export const useReject = () =>
  useStep(
    ({ id }: Because) => `/decisions/${id}/reject`,
    ({ reason }) => ({ reason }),
  );

export const useRelease = () =>
  useStep(
    ({ id }: Because) => `/holds/${id}/release`,
    ({ reason }) => ({ reason }),
  );
