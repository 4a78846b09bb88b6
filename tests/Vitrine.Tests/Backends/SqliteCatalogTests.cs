using Vitrine.Tests.Contracts;

namespace Vitrine.Tests.Backends;

public sealed class SqliteUploadCatalogTests() : UploadCatalogContract(new SqliteWorld());
