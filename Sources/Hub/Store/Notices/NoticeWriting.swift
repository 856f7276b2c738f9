internal import HubPlant
internal import Telemetry

/// The channel on which all hubs of a database hear that notices were written; its messages say nothing more.
let noticeChannel = "millwright_notices"

extension PostgresConnection {
    /// Writes down the notices of the transaction, and has those who listen hear of it once it has committed.
    ///
    /// Only transactions with notices call `pg_notify`: the server lets those commit one after the other.
    func writeNotices() throws(PostgresFailure) {
        var seen: Set<Notice> = []
        let columns = notices.filter { seen.insert($0).inserted }.map(NoticeColumns.init)
        if columns.isEmpty { return }
        try execute(
            """
            WITH told AS (
                INSERT INTO notices (tenant_id, kind, subject, machine_id, factory_id, word)
                SELECT current_setting('app.tenant')::uuid, n.kind, n.subject, nullif(n.machine_id, '')::uuid,
                    nullif(n.factory_id, '')::uuid, nullif(n.word, '')
                FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[]) WITH ORDINALITY
                    AS n(kind, subject, machine_id, factory_id, word, place) ORDER BY n.place)
            SELECT pg_notify($6, '')
            """,
            [
                columns.map(\.kind.rawValue), columns.map(\.subject),
                columns.map { $0.machine?.description ?? "" }, columns.map { $0.factory?.description ?? "" },
                columns.map { $0.word ?? "" }, noticeChannel,
            ])
    }
}
