/// What `NOTIFY` said.
struct PostgresNotification: Equatable {
    var channel: String
    var payload: String
}
