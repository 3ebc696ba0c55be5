import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isMistake, type Standing, type Stranger } from '#tribunal';
import { Caller, CallingBank, type BankStanding } from '../caller.ts';
import { isUnchanged, tagOf } from '../conflict-tag.ts';
import { API_DEPS, type ApiDeps } from '../deps.ts';
import { performWith, type RequestBody } from '../held-body.ts';
import { unlessMissing, unlessMistake } from '../mistake.ts';
import { Problem } from '../problem.ts';
import { ROUTES } from '../route-table.ts';
import type { ListQuery } from '../schemas/requests.ts';

const NONE = 'there is no conflict with this id';
const STRANGER: Stranger = { kind: 'stranger' };
const placeOf = (id: string): string => `/v1/conflicts/${id}`;

@Controller()
export class ConflictsController {
  constructor(@Inject(API_DEPS) private readonly deps: ApiDeps) {}

  @Post(ROUTES.submit.path)
  async submit(
    @CallingBank() bank: BankStanding,
    @Body() submission: RequestBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const { conflict, joined, claims } = unlessMistake(
      await performWith(this.deps.tribunal, submission, 'submit', { bank }),
    );
    void reply.code(joined ? 200 : 202).header('location', placeOf(conflict.id));
    return { ...conflict, claimIds: claims };
  }

  @Post(ROUTES.registerClaim.path)
  async registerClaim(
    @CallingBank() bank: BankStanding,
    @Body() claim: RequestBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const filed = await performWith(this.deps.tribunal, claim, 'registerClaim', { bank });
    const { conflict, hasBegun, claims } = unlessMistake(filed);
    void reply.code(201).header('location', placeOf(conflict.id));
    return { conflict: hasBegun ? conflict.id : null, claim: claims[0] };
  }

  @Get(ROUTES.listConflicts.path)
  async listConflicts(
    @Caller() who: Standing,
    @Query() { limit, cursor, state }: ListQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const page = await this.deps.tribunal.listConflicts(who, { limit, after: cursor ?? null, state: state ?? null });
    // Only the cursor can still be wrong.
    if (isMistake(page)) {
      throw new Problem('invalid_query', page.why, { errors: [{ parameter: 'cursor', detail: page.why }] });
    }
    if (page.next !== null) {
      const query = new URLSearchParams({ limit: String(limit), cursor: page.next, ...(state && { state }) });
      void reply.header('link', `<${ROUTES.listConflicts.path}?${query.toString()}>; rel="next"`);
    }
    return page;
  }

  @Get(ROUTES.readConflict.path)
  async readConflict(
    @Caller() who: Standing,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object | undefined> {
    const conflict = unlessMissing(await this.deps.tribunal.readConflict(who, id), NONE);
    const tag = tagOf(conflict);
    void reply.headers({ etag: tag, 'cache-control': 'private, no-cache' });
    if (!isUnchanged(request.headers['if-none-match'], tag)) return conflict;
    void reply.code(304);
    return undefined;
  }

  @Get(ROUTES.readCustody.path)
  async readCustody(@Caller() who: Standing, @Param('id') id: string): Promise<object> {
    return unlessMissing(await this.deps.tribunal.readCustody(who, id), `${NONE} that was examined`);
  }

  @Get(ROUTES.readVerdicts.path)
  async readVerdicts(@Caller() who: Standing, @Param('id') id: string): Promise<object> {
    return { items: unlessMissing(await this.deps.tribunal.readVerdicts(who, id), NONE) };
  }

  @Get(ROUTES.readBundle.path)
  async readBundle(@Caller() who: Standing, @Param('id') id: string): Promise<object> {
    return unlessMissing(await this.deps.tribunal.readBundle(who, id), NONE);
  }

  @Post(ROUTES.addEvidence.path)
  async addEvidence(
    @Caller() who: Standing | null,
    @Param('id') id: string,
    @Body() evidence: RequestBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const needs = { who: who ?? STRANGER, conflict: id };
    const filed = await performWith(this.deps.tribunal, evidence, 'addEvidence', needs);
    const { conflict, claims, accepted } = unlessMistake(filed);
    void reply.code(202);
    if (who === null) return { conflict: conflict.id, accepted };
    return { ...conflict, claimIds: claims };
  }
}
