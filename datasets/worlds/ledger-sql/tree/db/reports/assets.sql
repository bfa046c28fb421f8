SELECT name, account, left_minor, next_minor FROM v_book_values WHERE period = :period ORDER BY account, name, id
