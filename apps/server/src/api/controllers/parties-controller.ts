import { createHash } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Standing } from '#tribunal';
import { Caller, CallingBank, type BankStanding } from '../caller.ts';
import { API_DEPS, type ApiDeps } from '../deps.ts';
import { performWith, type RequestBody } from '../held-body.ts';
import { unlessMissing, unlessMistake } from '../mistake.ts';
import { ROUTES } from '../route-table.ts';

@Controller()
export class PartiesController {
  constructor(@Inject(API_DEPS) private readonly deps: ApiDeps) {}

  @Post(ROUTES.register.path)
  @HttpCode(201)
  async register(@CallingBank() bank: BankStanding, @Body() body: RequestBody): Promise<object> {
    return unlessMistake(await performWith(this.deps.tribunal, body, 'register', { bank }));
  }

  @Post(ROUTES.reportActivity.path)
  @HttpCode(201)
  async reportActivity(
    @CallingBank() bank: BankStanding,
    @Body() body: RequestBody,
    @Req() request: FastifyRequest,
  ): Promise<object> {
    const needs = { bank, reportId: reportIdOf(request) };
    return unlessMistake(await performWith(this.deps.tribunal, body, 'reportActivity', needs));
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
    : createHash('sha256').update(`${exchange.idempotencyKey}\n${exchange.bodyDigest}`).digest('hex');
