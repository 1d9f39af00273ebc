// Shows the contracts of this service, with a filter over all texts that name an operation.

// The library's own filter compares tags alone.
const filterOperations = {
  fn: {
    opsFilter: (tags, phrase) => {
      const wanted = phrase.toLowerCase();
      const names = (operation, tag) => [
        tag, operation.get('method'), operation.get('path'),
        ...['operationId', 'summary', 'description'].map(key => operation.getIn(['operation', key]) || ''),
      ].join(' ').toLowerCase();
      return tags
        .map((group, tag) => group.update('operations',
          operations => operations.filter(operation => names(operation, tag).includes(wanted))))
        .filter(group => group.get('operations').size > 0);
    },
  },
};

window.ui = SwaggerUIBundle({
  dom_id: '#apis',
  urls: [
    { url: 'history-rest.json', name: 'History' },
    { url: 'flink-rest.json', name: 'Flink' },
    { url: 'seatunnel-rest.json', name: 'SeaTunnel' },
    { url: 'rocketmq-connect-rest.json', name: 'RocketMQ Connect (text)' },
    { url: 'rocketmq-connect-json-rest.json', name: 'RocketMQ Connect (JSON)' },
  ],
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  plugins: [filterOperations],
  layout: 'StandaloneLayout',
  filter: true,
  deepLinking: true,
  displayOperationId: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: true,
  // No other host is asked for an opinion.
  validatorUrl: null,
});
