import HubStore
import HubTenancy
import SyncWire
import Telemetry

/// The rows of the real hub's tenant.
struct StoredRows {
    let connection: PostgresConnection
    let scope: TenantScope

    func rows() throws -> HubRows {
        var rows = HubRows()
        for (table, query) in Self.queries {
            rows.add(table, try connection.query(query, [scope.tenant]).map { try $0.value(0, as: String.self) })
        }
        rows.add("links", try links())
        return rows
    }

    private func links() throws -> [String] {
        let rows = try connection.query(
            "SELECT incarnation::text, via::text, first_seq, links FROM sync_links WHERE tenant_id = $1", [scope.tenant]
        )
        return try rows.flatMap { row in
            let (name, via): (String, String) = (try row.value(0), try row.value(1))
            let first: Int64 = try row.value(2)
            let links: [UInt8] = try row.value(3)
            return (0..<links.count / 16).map { index in
                let link = HubRows.hex(links[index * 16..<index * 16 + 16])
                return "\(name) \(first + Int64(index)) \(link) via \(via)"
            }
        }
    }

    /// Each makes lines as `ExpectedRows` does; machines go by the names of the edge, for people rename them.
    private static let queries = [
        "agents": """
        SELECT format('%s is %s, heard at %s%s, beside %s', id, coalesce(incarnation::text, '-'),
            coalesce((extract(epoch FROM last_seen_at) * 1000000)::bigint::text, '-'),
            CASE WHEN contested THEN ', contested' ELSE '' END,
            (SELECT coalesce(string_agg(o::text, ' ' ORDER BY o), '-') FROM unnest(other_incarnations) AS o))
        FROM agents WHERE tenant_id = $1
        """,
        "standings": """
        SELECT format('%s %s', incarnation, standing) FROM agent_incarnations WHERE tenant_id = $1
        """,
        // A stream of which nothing came has no row, or one at its start.
        "cursors": """
        SELECT format('%s stream %s at %s %s', incarnation, stream, seq, encode(chain, 'hex'))
        FROM sync_cursors WHERE tenant_id = $1 AND seq > 0
        """,
        "tokens": """
        SELECT format('%s newest segment %s, issued %s, shown %s, unheard %s, doubted %s', incarnation,
            newest_segment, encode(resume_token, 'hex'), encode(previous_resume_token, 'hex'),
            encode(unheard, 'hex'), encode(doubted, 'hex'))
        FROM sync_cursors WHERE tenant_id = $1 AND stream = 1
        """,
        "segments": """
        SELECT format('%s %s %s %s', incarnation, seq, encode(digest, 'hex'), CASE
            WHEN stored THEN format('stored with %s and %s', readings, derived)
            WHEN original IS NOT NULL THEN 'in place of ' || encode(original, 'hex') ELSE 'not stored' END)
        FROM sync_segments WHERE tenant_id = $1
        """,
        "quarantine": """
        SELECT format('%s stream %s %s %s', incarnation, stream, seq, encode(digest, 'hex'))
        FROM sync_quarantine WHERE tenant_id = $1 AND stream <> 2
        """,
        "apart": """
        SELECT format('%s stream %s %s %s', incarnation, stream, seq, encode(sha256(payload), 'hex'))
        FROM sync_apart WHERE tenant_id = $1
        """,
        "audit": """
        SELECT format('%s %s %s', actor, action, target) FROM audit_log
        WHERE tenant_id = $1 AND target_kind = 'edge' AND action <> 'DOCUMENT_CHANGED'
        """,
        "alerts": """
        SELECT format('%s of %s %s %s', id, agent_id, severity, message) FROM alerts
        WHERE tenant_id = $1 AND machine_id IS NOT NULL
        """,
        "gaps": """
        SELECT format('%s %s %s: %s %s from %s to %s', g.agent_id, coalesce(m.machine, '-'), coalesce(g.metric, '-'),
            g.readings, g.reason, (extract(epoch FROM from_time) * 1000000)::bigint,
            (extract(epoch FROM to_time) * 1000000)::bigint)
        FROM telemetry_gaps g LEFT JOIN machine_bindings m ON m.tenant_id = g.tenant_id AND m.machine_id = g.machine_id
        WHERE g.tenant_id = $1
        """,
        "readings": """
        SELECT format('%s %s at %s: %s eighths', m.machine, e.metric, (extract(epoch FROM e.time) * 1000000)::bigint,
            round((e.value * 8)::numeric))
        FROM energy_readings e JOIN machine_bindings m ON m.tenant_id = e.tenant_id AND m.machine_id = e.machine_id
        WHERE e.tenant_id = $1
        """,
        "derived values": """
        SELECT format('%s %s: %s', m.machine, s.metric, sum(c.n))
        FROM chunks c JOIN series s ON s.tenant_id = c.tenant_id AND s.id = c.series
        JOIN machine_bindings m ON m.tenant_id = s.tenant_id AND m.machine_id = s.machine_id
        WHERE c.tenant_id = $1 AND s.derived GROUP BY m.machine, s.metric
        """,
        "hours": """
        SELECT format('%s %s %s: %s readings, %s eighths from %s to %s', m.machine, s.metric,
            (extract(epoch FROM h.bucket) * 1000000)::bigint, h.count, round((h.sum * 8)::numeric),
            round((h.min * 8)::numeric), round((h.max * 8)::numeric))
        FROM rollup_1h h JOIN series s ON s.tenant_id = h.tenant_id AND s.id = h.series
        JOIN machine_bindings m ON m.tenant_id = s.tenant_id AND m.machine_id = s.machine_id WHERE h.tenant_id = $1
        """,
        "documents": """
        SELECT format('%s:%s of %s revision %s%s, %s, acknowledged %s: %s', kind, subject, agent_id, revision,
            CASE WHEN dirty THEN ', dirty' ELSE '' END, CASE WHEN sent_incarnation IS NULL THEN 'not sent'
                ELSE format('sent to %s up to %s', sent_incarnation, sent_counter) END,
            acknowledged_counter, encode(sha256(state), 'hex'))
        FROM documents WHERE tenant_id = $1 AND revision > 0
        """,
        "conflicts": """
        SELECT format('%s of %s:%s %s %s revision %s resolved at %s, claimed by %s, superseded by %s', id, kind,
            subject, path, state, revision, coalesce(resolved_revision::text, '-'), coalesce(claimed_by, '-'),
            coalesce(superseded_by::text, '-'))
        FROM conflicts WHERE tenant_id = $1
        """,
        "commands": """
        SELECT format('%s %s%s%s%s', id, state, CASE WHEN waiting THEN ', waiting' ELSE '' END,
            CASE WHEN sent_at IS NOT NULL THEN ', sent' ELSE '' END,
            CASE WHEN cancelled_at IS NOT NULL THEN ', cancelled' ELSE '' END)
        FROM commands WHERE tenant_id = $1
        """,
        "downlink": """
        SELECT format('%s %s kind %s %s %s', incarnation, seq, kind, encode(chain, 'hex'),
            CASE WHEN document_kind IS NULL THEN '-'
                ELSE format('%s:%s %s %s', document_kind, document_subject, revision, counter) END)
        FROM sync_downlink WHERE tenant_id = $1
        """,
        "refused patches": """
        SELECT format('%s %s', seq, encode(digest, 'hex')) FROM sync_quarantine WHERE tenant_id = $1 AND stream = 2
        """,
    ]
}

extension HubRows {
    static func hex(_ bytes: some Collection<UInt8>) -> String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
