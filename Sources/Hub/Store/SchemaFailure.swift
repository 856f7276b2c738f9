public import Runtime

/// Why the schema cannot be brought up to date.
public enum SchemaFailure: CodedError, Equatable {
    /// A newer program has been at work here.
    case newerThanProgram(database: Int, program: Int)
    /// A step was applied with other SQL than this program has for it.
    case stepDiffers(version: Int)

    /// `SCHEMA_NEWER` or `SCHEMA_DIFFERS`.
    public var code: String {
        switch self {
        case .newerThanProgram: "SCHEMA_NEWER"
        case .stepDiffers: "SCHEMA_DIFFERS"
        }
    }

    /// One sentence with the versions, and for a newer database what to do.
    public var message: String {
        switch self {
        case .newerThanProgram(let database, let program):
            "The database has schema \(database), this program knows up to \(program): install the newer program."
        case .stepDiffers(let version):
            "Step \(version) of the schema is not the one that this program has: the database belongs to another build."
        }
    }
}
