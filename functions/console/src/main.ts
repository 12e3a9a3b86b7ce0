// The console begins here.
console.info('Sluice');
