import { createHash } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Standing } from '#tribunal';
import { Caller, CallingBank, type BankStanding } from '../caller.ts';
import { API_DEPS, type ApiDeps } from '../deps.ts';
import { unlessMissing, unlessMistake } from '../mistake.ts';
import { ROUTES } from '../route-table.ts';
import type { Activity, Registrations } from '../schemas/requests.ts';
import type { PartyId } from '#statements';

@Controller()
export class PartiesController {
  constructor(@Inject(API_DEPS) private readonly deps: ApiDeps) {}

  @Post(ROUTES.register.path)
  @HttpCode(201)
  async register(@CallingBank() bank: BankStanding, @Body() { statements }: Registrations): Promise<object> {
    return unlessMistake(await this.deps.tribunal.register(bank, statements));
  }

  @Post(ROUTES.reportActivity.path)
  @HttpCode(201)
  async reportActivity(
    @CallingBank() bank: BankStanding,
    @Body() { reports }: Activity,
    @Req() request: FastifyRequest,
  ): Promise<object> {
    const known = reports.map(({ party, settled }) => ({ party: party as PartyId, settled }));
    return unlessMistake(await this.deps.tribunal.reportActivity(bank, known, reportIdOf(request)));
  }

  @Get(ROUTES.readReputation.path)
  async readReputation(@Caller() who: Standing, @Param('id') party: string): Promise<object> {
    const reputation = await this.deps.tribunal.readReputation(who, party);
    return unlessMissing(reputation, 'there is no party with this id');
  }
}

/**
 * Counts add up, so that a report must count once also where its answer was lost: with an Idempotency-Key it has a name.
 * The body is part of it: after a day a key may be used for another report.
 */
const reportIdOf = ({ exchange }: FastifyRequest): string | null =>
  exchange.idempotencyKey === null
    ? null
    : createHash('sha256')
        .update(`${exchange.idempotencyKey}\n`)
        .update(exchange.bytes ?? '')
        .digest('hex');
