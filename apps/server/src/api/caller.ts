/** What controllers are told of who asks. */
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Standing } from '#tribunal';

export type BankStanding = Standing & { readonly kind: 'bank' };

const standingOf = (context: ExecutionContext): Standing | null =>
  context.switchToHttp().getRequest<FastifyRequest>().exchange.principal.standing;

/** Who asks; null for nobody, where the route lets nobody in. */
export const Caller = createParamDecorator((_data: unknown, context: ExecutionContext) => standingOf(context));

/** The bank that asks, on routes that are for banks alone. */
export const CallingBank = createParamDecorator((_data: unknown, context: ExecutionContext): BankStanding => {
  const standing = standingOf(context);
  if (standing?.kind !== 'bank') throw new Error('a route for banks let somebody else in');
  return standing;
});
