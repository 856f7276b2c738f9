internal import HubStore
internal import Runtime

/// The schema is not the one that this program knows, and it may not change it.
struct SchemaNotCurrent: CodedError {
    let state: SchemaState

    var code: String { "SCHEMA_OUTDATED" }

    var message: String {
        "The database has schema \(state.database), this program needs \(state.program): run millwright-hub migrate."
    }
}
