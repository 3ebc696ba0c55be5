/** What every pool of connections has. */
export const poolOptions = {
  /**
   * A connection that breaks between two holders has nobody who listens, and the process would end of it; whoever gets
   * it next finds it broken.
   */
  onConnect: (client: { on(event: 'error', listener: () => void): unknown }): void => {
    client.on('error', () => {});
  },
};
