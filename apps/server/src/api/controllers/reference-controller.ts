import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isUnchanged } from '../conflict-tag.ts';
import { API_DEPS, type ApiDeps } from '../deps.ts';
import { writeOpenApi } from '../openapi.ts';
import { Problem } from '../problem.ts';
import { problemsPage, readPageFile, referencePage } from '../reference-page.ts';
import { PAGE_POLICY } from '../response-headers.ts';
import { ROUTES } from '../route-table.ts';

/** The interface, described by itself. */
@Controller()
export class ReferenceController {
  private readonly document: string;

  constructor(@Inject(API_DEPS) { version, publicUrl }: ApiDeps) {
    this.document = JSON.stringify(writeOpenApi(version, publicUrl));
  }

  @Get(ROUTES.readOpenApi.path)
  readOpenApi(@Res({ passthrough: true }) reply: FastifyReply): string {
    void reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache');
    return this.document;
  }

  @Get(ROUTES.readReference.path)
  readReference(@Res({ passthrough: true }) reply: FastifyReply): string {
    return asPage(reply, referencePage());
  }

  @Get(ROUTES.readProblems.path)
  readProblems(@Res({ passthrough: true }) reply: FastifyReply): string {
    return asPage(reply, problemsPage());
  }

  @Get(ROUTES.readReferenceFile.path)
  async readReferenceFile(
    @Param('file') name: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer | undefined> {
    const file = await readPageFile(name);
    if (file === null) throw new Problem('no_such_route', 'the reference page has no such file');
    void reply.headers({ etag: file.tag, 'cache-control': 'no-cache' });
    if (isUnchanged(request.headers['if-none-match'], file.tag)) {
      void reply.code(304);
      return undefined;
    }
    void reply.type(file.type);
    return file.bytes;
  }
}

function asPage(reply: FastifyReply, page: string): string {
  void reply
    .type('text/html; charset=utf-8')
    .headers({ 'content-security-policy': PAGE_POLICY, 'cache-control': 'no-cache' });
  return page;
}
